package io.millrace.tests.rig;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from their beginning to the end they have now. Thread-safe.
 *
 * @param kafka the broker
 */
public record TopicReading(KafkaSettings kafka) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** The newest committed value of each key; keys whose newest record is a tombstone are absent. */
  public <V extends SpecificRecordBase> Map<String, V> newest(Topic<V> topic) {
    Map<String, V> newest = new LinkedHashMap<>();
    read(
        topic.name(),
        record -> {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          if (record.value() == null) {
            newest.remove(key);
          } else {
            newest.put(key, topic.codec().decode(record.value()));
          }
        });
    return newest;
  }

  /** Every committed record. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    read(topic, records::add);
    return records;
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(true)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(reader);
      }
    }
  }

  /** The sum over partitions of the offsets at the end, markers of transactions included. */
  public long end(Topic<?> topic, boolean committed) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(committed)) {
      Collection<Long> ends = consumer.endOffsets(partitions(consumer, topic.name())).values();
      return ends.stream().mapToLong(Long::longValue).sum();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(boolean committed) {
    return new KafkaConsumer<>(kafka.consumer("test-reading", committed));
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}
