package io.millrace.tests.fault.schedule;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees what the trainer publishes as soon as it is on the topics, from the moment that the watch is
 * made. For one thread.
 */
final class RowWatch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  RowWatch(KafkaSettings kafka) {
    consumer = new KafkaConsumer<>(kafka.consumer("test-rows", false));
    List<TopicPartition> partitions =
        Stream.of(
                Topics.ITEM_EMBEDDINGS.name(),
                Topics.MODEL_CHUNKS.name(),
                Topics.MODEL_MANIFESTS.name())
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // looked up now, not with the first poll
  }

  /** Waits for the first of a generation: a row, or the manifest of one that was refused. */
  boolean awaitFirst(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      if (StreamSupport.stream(consumer.poll(Duration.ofMillis(100)).spliterator(), false)
          .anyMatch(RowWatch::isPublished)) {
        return true;
      }
    }
    return false;
  }

  /** Tombstones are of generations that are retired, or were cut short. */
  private static boolean isPublished(ConsumerRecord<byte[], byte[]> record) {
    return record.value() != null;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
