package io.millrace.features.erasure;

import io.millrace.features.store.Changelogs;
import io.millrace.features.topology.InternalTopics;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes the broker begin a new segment on partitions, because it deletes whole segments only,
 * compacts whole ones, and neither the one it writes to.
 *
 * <p>Time does not do it: a segment rolls by time when event time has passed, and here a copy is as
 * old as the segment's first record. So the size does it: for a moment the segment size is the
 * least that brokers allow, 1 MiB, and padding of more than that is written, in a transaction that
 * is then aborted, so that no reader of committed records ever sees it. Rows of people are read
 * uncommitted: to their readers the padding is a key that nobody has, deleted.
 */
final class SegmentRoll {
  /** Odd on purpose: whoever finds this size on a topic knows that a roll broke off. */
  static final String SEGMENT_BYTES = Integer.toString((1 << 20) + 1);

  private static final int PADDING_BYTES = 700_000;

  private final Cluster cluster;

  SegmentRoll(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Repairs the segment size of a topic where a roll broke off. */
  void repair(String topic) throws InterruptedException {
    if (SEGMENT_BYTES.equals(cluster.setting(topic, TopicConfig.SEGMENT_BYTES_CONFIG))) {
      cluster.set(TopicConfig.SEGMENT_BYTES_CONFIG, Map.of(topic, usual(topic)));
    }
  }

  /** The size that the topic was made with; empty for the broker's. */
  private static Optional<String> usual(String topic) {
    Map<String, String> settings =
        InternalTopics.isChangelog(topic)
            ? Changelogs.settings()
            : Topics.all().stream()
                .filter(known -> known.name().equals(topic))
                .findFirst()
                .map(Topic::settings)
                .orElse(Map.of());
    return Optional.ofNullable(settings.get(TopicConfig.SEGMENT_BYTES_CONFIG));
  }

  /**
   * Rolls partitions, of one topic or of several.
   *
   * @return by partition an offset that every record before the roll is below, and no record copied
   *     from now on
   * @throws KafkaException if the broker does not take the padding
   */
  Map<TopicPartition, Long> roll(List<TopicPartition> partitions) throws InterruptedException {
    Map<String, Optional<String>> before = new HashMap<>();
    Map<String, Optional<String>> small = new HashMap<>();
    for (TopicPartition partition : partitions) {
      String topic = partition.topic();
      if (small.put(topic, Optional.of(SEGMENT_BYTES)) == null) {
        @Nullable String own = cluster.setting(topic, TopicConfig.SEGMENT_BYTES_CONFIG);
        before.put(topic, SEGMENT_BYTES.equals(own) ? usual(topic) : Optional.ofNullable(own));
      }
    }
    cluster.set(TopicConfig.SEGMENT_BYTES_CONFIG, small);
    try (Producer<byte[], byte[]> producer = cluster.transactionalProducer()) {
      producer.initTransactions();
      Map<TopicPartition, Long> rolled = new HashMap<>();
      for (TopicPartition partition : partitions) {
        // One each: readers of committed records wait for what is open, on its partition alone.
        producer.beginTransaction();
        pad(producer, partition); // may still fit into the old segment
        rolled.put(partition, pad(producer, partition)); // does not
        producer.abortTransaction();
      }
      return rolled;
    } finally {
      cluster.set(TopicConfig.SEGMENT_BYTES_CONFIG, before);
    }
  }

  private static long pad(Producer<byte[], byte[]> producer, TopicPartition partition)
      throws InterruptedException {
    try {
      byte[] padding = new byte[PADDING_BYTES];
      byte @Nullable [] nothing = null;
      return producer
          .send(
              new ProducerRecord<>(partition.topic(), partition.partition(), 0L, padding, nothing))
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new KafkaException(partition + ": the broker did not take padding", e.getCause());
    }
  }
}
