package io.millrace.features.erasure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes the broker begin a new segment on partitions, because it deletes whole segments only and
 * never the one it writes to.
 *
 * <p>Time does not do it: a segment rolls by time when event time has passed, and here a copy is as
 * old as the segment's first record. So the size does it: for a moment the segment size is the
 * least that brokers allow, 1 MiB, and padding of more than that is written, in a transaction that
 * is then aborted, so that no reader of committed records ever sees it.
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
      cluster.set(topic, TopicConfig.SEGMENT_BYTES_CONFIG, null);
    }
  }

  /**
   * Rolls partitions of one topic.
   *
   * @return by partition an offset that every record before the roll is below, and no record copied
   *     from now on
   * @throws KafkaException if the broker does not take the padding
   */
  Map<TopicPartition, Long> roll(String topic, List<TopicPartition> partitions)
      throws InterruptedException {
    @Nullable String before = cluster.setting(topic, TopicConfig.SEGMENT_BYTES_CONFIG);
    cluster.set(topic, TopicConfig.SEGMENT_BYTES_CONFIG, SEGMENT_BYTES);
    try (Producer<byte[], byte[]> producer = cluster.transactionalProducer()) {
      producer.initTransactions();
      producer.beginTransaction();
      Map<TopicPartition, Long> rolled = new HashMap<>();
      for (TopicPartition partition : partitions) {
        pad(producer, partition); // may still fit into the old segment
        rolled.put(partition, pad(producer, partition)); // does not
      }
      producer.abortTransaction();
      return rolled;
    } finally {
      cluster.set(topic, TopicConfig.SEGMENT_BYTES_CONFIG, before);
    }
  }

  private static long pad(Producer<byte[], byte[]> producer, TopicPartition partition)
      throws InterruptedException {
    try {
      byte[] padding = new byte[PADDING_BYTES];
      return producer
          .send(new ProducerRecord<>(partition.topic(), partition.partition(), 0L, null, padding))
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new KafkaException(partition + ": the broker did not take padding", e.getCause());
    }
  }
}
