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
 * Where topics began and ended at a moment.
 *
 * @param beginnings by partition its first offset, a little before that moment
 * @param ends by partition the offset after its last committed record
 */
record LogBounds(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
  LogBounds {
    beginnings = Map.copyOf(beginnings);
    ends = Map.copyOf(ends);
  }

  /**
   * Of those of our topics that exist. Manifests are asked for first: whatever rows belong to one
   * that is there were written before it.
   */
  static LogBounds now(Admin admin) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<TopicPartition> all = partitions(admin, present);
      Predicate<TopicPartition> manifests =
          partition -> partition.topic().equals(Topics.MODEL_MANIFESTS.name());
      Map<TopicPartition, Long> beginnings = offsets(admin, all, OffsetSpec.earliest());
      Map<TopicPartition, Long> ends =
          new HashMap<>(
              offsets(admin, all.stream().filter(manifests).toList(), OffsetSpec.latest()));
      ends.putAll(
          offsets(admin, all.stream().filter(manifests.negate()).toList(), OffsetSpec.latest()));
      return new LogBounds(beginnings, ends);
    } catch (ExecutionException e) {
      throw new KafkaException("the topics cannot be described", e.getCause());
    }
  }

  /**
   * The partitions of some topics whose beginning has been cut off since, in order: what was there
   * may have been missed. Who erases a person copies all others' records behind a topic's end
   * first.
   */
  List<TopicPartition> cut(Admin admin, Collection<Topic<?>> topics) throws InterruptedException {
    List<TopicPartition> partitions =
        topics.stream().flatMap(topic -> of(topic).stream()).map(Map.Entry::getKey).toList();
    try {
      Map<TopicPartition, Long> now = offsets(admin, partitions, OffsetSpec.earliest());
      return partitions.stream()
          .filter(
              partition -> now.getOrDefault(partition, 0L) > beginnings.getOrDefault(partition, 0L))
          .toList();
    } catch (ExecutionException e) {
      throw new KafkaException("the topics' beginnings cannot be asked for", e.getCause());
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

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
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
