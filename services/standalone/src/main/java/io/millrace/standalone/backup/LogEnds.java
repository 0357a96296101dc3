package io.millrace.standalone.backup;

import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where topics end.
 *
 * @param ends by partition the offset after its last committed record
 */
record LogEnds(Map<TopicPartition, Long> ends) {
  LogEnds {
    ends = Map.copyOf(ends);
  }

  /**
   * Of those of our topics that exist. Manifests are asked for first: whatever rows belong to one
   * that is there were written before it.
   */
  static LogEnds now(Admin admin) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<TopicPartition> all = partitions(admin, present);
      Predicate<TopicPartition> manifests =
          partition -> partition.topic().equals(Topics.MODEL_MANIFESTS.name());
      Map<TopicPartition, Long> ends =
          new HashMap<>(ends(admin, all.stream().filter(manifests).toList()));
      ends.putAll(ends(admin, all.stream().filter(manifests.negate()).toList()));
      return new LogEnds(ends);
    } catch (ExecutionException e) {
      throw new KafkaException("the topics cannot be described", e.getCause());
    }
  }

  private static List<TopicPartition> partitions(Admin admin, Set<String> present)
      throws InterruptedException, ExecutionException {
    List<String> ours = Topics.all().stream().map(Topic::name).filter(present::contains).toList();
    List<TopicPartition> partitions = new ArrayList<>();
    admin
        .describeTopics(ours)
        .allTopicNames()
        .get()
        .forEach(
            (name, found) ->
                found
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(name, p.partition()))));
    return partitions;
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  /** How many partitions a topic has; 0 where there is none. */
  int partitions(Topic<?> topic) {
    return of(topic).size();
  }

  /** The partitions of a topic with their ends, in order. */
  List<Map.Entry<TopicPartition, Long>> of(Topic<?> topic) {
    return ends.entrySet().stream()
        .filter(end -> end.getKey().topic().equals(topic.name()))
        .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(TopicPartition::partition)))
        .toList();
  }

  /** Offsets of a topic, all partitions together. */
  long total(Topic<?> topic) {
    return of(topic).stream().mapToLong(Map.Entry::getValue).sum();
  }
}
