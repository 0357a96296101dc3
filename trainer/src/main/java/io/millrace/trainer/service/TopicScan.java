package io.millrace.trainer.service;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic once, from its beginning to where it ends now, committed records only. */
final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TopicScan() {}

  /**
   * Reads.
   *
   * @throws KafkaException if it cannot be read within a minute
   */
  static void read(
      KafkaSettings kafka, Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.consumer("trainer-live", true))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name(), PATIENCE).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!ends.entrySet().stream()
          .allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        if (System.nanoTime() - deadline > 0) {
          throw new KafkaException(
              "%s: must be readable within %d s, was not"
                  .formatted(topic.name(), PATIENCE.toSeconds()));
        }
        consumer.poll(POLL).forEach(reader);
      }
    }
  }
}
