package io.millrace.features;

import io.millrace.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Reads from the broker how far the topology has committed. Thread-safe. */
final class LagReader {
  private static final int TIMEOUT_SECONDS = 10;
  private static final ListTopicsOptions INTERNAL_TOO = new ListTopicsOptions().listInternal(true);

  private final Admin admin;
  private final String applicationId;
  private final Topic<?> source;
  private final List<String> between;

  /**
   * Of a topology.
   *
   * @param source that it reads from the beginning
   * @param between names of its repartition topics, as the topology has them
   */
  LagReader(Admin admin, String applicationId, Topic<?> source, List<String> between) {
    this.admin = admin;
    this.applicationId = applicationId;
    this.source = source;
    this.between = List.copyOf(between);
  }

  /** Records on sources and repartition topics that are not committed yet, by partition. */
  Map<TopicPartition, Long> read() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(applicationId)
              .partitionsToOffsetAndMetadata()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      inputs().forEach(input -> wanted.put(input, OffsetSpec.latest()));
      committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
      return behind(
          committed, admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("lag: could not be read", e);
    }
  }

  /**
   * What is behind also where nothing is committed: a side that has not begun has committed nothing
   * yet. Other sources count from their first commit on.
   */
  private List<TopicPartition> inputs()
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> present =
        admin.listTopics(INTERNAL_TOO).names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    List<TopicPartition> inputs = new ArrayList<>(partitions(source.name()));
    for (String name : between) {
      String topic = applicationId + "-" + name + "-repartition";
      if (present.contains(topic)) {
        inputs.addAll(partitions(topic));
      }
    }
    return inputs;
  }

  /** The partitions of a topic. */
  List<TopicPartition> partitions(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    return described(topic).stream()
        .map(found -> new TopicPartition(topic, found.partition()))
        .toList();
  }

  /** How many replicas a topic has. */
  short replicas(String topic) throws InterruptedException, ExecutionException, TimeoutException {
    return (short) described(topic).getFirst().replicas().size();
  }

  private List<TopicPartitionInfo> described(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .flatMap(found -> found.partitions().stream())
        .toList();
  }

  /**
   * End offsets of a topic by partition.
   *
   * @throws KafkaException if the broker does not tell
   */
  Map<Integer, Long> ends(String topic) {
    try {
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      partitions(topic).forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
      Map<Integer, Long> ends = new HashMap<>();
      admin
          .listOffsets(wanted)
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException(topic + ": end offsets could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(topic + ": interrupted while end offsets were read", e);
    }
  }

  private static Map<TopicPartition, Long> behind(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    Map<TopicPartition, Long> behind = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      OffsetAndMetadata at = committed.get(end.getKey());
      long done = at == null ? 0 : at.offset();
      behind.put(end.getKey(), Math.max(0, end.getValue().offset() - done));
    }
    return behind;
  }
}
