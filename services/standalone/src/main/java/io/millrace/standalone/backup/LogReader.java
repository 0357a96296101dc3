package io.millrace.standalone.backup;

import io.millrace.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads committed records of partitions up to offsets. One thread. */
final class LogReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> consumer;

  LogReader(KafkaSettings kafka) {
    this.consumer = new KafkaConsumer<>(kafka.consumer("millrace-dump", true));
  }

  /** Takes one record after the other. */
  @FunctionalInterface
  interface Handler {
    void accept(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  /** Told of offsets that have been passed. */
  @FunctionalInterface
  interface Passed {
    void by(long offsets);
  }

  /**
   * Hands on a partition's committed records from its beginning to an offset (exclusive), in order.
   *
   * @throws KafkaException if nothing comes for a minute
   */
  void read(TopicPartition partition, long end, Handler handler, Passed passed) throws IOException {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long at = consumer.position(partition);
    passed.by(Math.min(at, end));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (at < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end) {
          handler.accept(record);
        }
      }
      long position = Math.min(consumer.position(partition), end);
      if (position > at) {
        passed.by(position - at);
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new KafkaException(
            "%s: must be readable up to offset %d, stands at %d for %d s"
                .formatted(partition, end, position, PATIENCE.toSeconds()));
      }
      at = position;
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
