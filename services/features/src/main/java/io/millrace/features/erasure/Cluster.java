package io.millrace.features.erasure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What erasing asks of the brokers. Every method throws {@link KafkaException} if it fails. */
interface Cluster {
  /** The names of all topics. */
  Set<String> topics() throws InterruptedException;

  /** A topic's partitions, in order. */
  List<TopicPartition> partitions(String topic) throws InterruptedException;

  /** First offsets. */
  Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions)
      throws InterruptedException;

  /** Last stable offsets. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) throws InterruptedException;

  /** Committed offsets of a group; partitions without one are absent. */
  Map<TopicPartition, Long> committed(String group) throws InterruptedException;

  /** Commits offsets for a group that has no members. */
  void commit(String group, Map<TopicPartition, Long> offsets) throws InterruptedException;

  /** Deletes the records below offsets. */
  void deleteBelow(Map<TopicPartition, Long> offsets) throws InterruptedException;

  /** A topic's own setting, null where it has none. */
  @Nullable String setting(String topic, String name) throws InterruptedException;

  /**
   * Changes a setting of topics, and returns when brokers know.
   *
   * @param values by topic, empty to remove its own
   */
  void set(String name, Map<String, Optional<String>> values) throws InterruptedException;

  /** A consumer of committed records. */
  Consumer<byte[], byte[]> consumer();

  /** An idempotent producer. */
  Producer<byte[], byte[]> producer();

  /** A producer for transactions. */
  Producer<byte[], byte[]> transactionalProducer();
}
