package io.millrace.features.erasure;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads stretches of partitions. One thread; closes its consumer. */
final class PartitionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;

  PartitionReader(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Takes one record after the other. */
  @FunctionalInterface
  interface Handler {
    void accept(ConsumerRecord<byte[], byte[]> record);
  }

  /**
   * Hands on the committed records from one offset (inclusive) to another (exclusive), in order.
   *
   * @throws KafkaException if they cannot be read
   */
  void read(TopicPartition partition, long from, long to, Handler handler) {
    if (from >= to) {
      return;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long at = from; at < to; ) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < to) {
          handler.accept(record);
        }
      }
      long position = consumer.position(partition);
      deadline = position > at ? System.nanoTime() + PATIENCE.toNanos() : deadline;
      at = position;
      if (at < to && System.nanoTime() - deadline > 0) {
        throw new KafkaException(
            "%s: must be readable up to offset %d, stands at %d for %d s"
                .formatted(partition, to, at, PATIENCE.toSeconds()));
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
