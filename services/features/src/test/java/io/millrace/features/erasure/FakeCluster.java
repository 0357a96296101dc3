package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Brokers of lists: one partition for each topic, and a topology that has processed it all. */
final class FakeCluster implements Cluster {
  final Map<String, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  final Map<TopicPartition, Long> starts = new HashMap<>();
  final Map<TopicPartition, Long> marker = new HashMap<>();
  final Map<String, String> settings = new TreeMap<>();
  final List<String> rolled = new ArrayList<>();

  /** What the experiments' group has committed, ask by ask; when none is left, everything. */
  final Queue<Map<TopicPartition, Long>> experiments = new ArrayDeque<>();

  /** Whether that group has counted nothing and does not get on. */
  boolean experimentsNeverCount;

  private final Map<String, Long> ends = new HashMap<>();
  @Nullable RuntimeException refuse;
  @Nullable RuntimeException refuseToRoll;

  /** Appends a record and returns its offset. */
  <V extends SpecificRecordBase> long append(Topic<V> topic, String key, @Nullable V value) {
    return append(
        topic.name(), key, value == null ? null : topic.codec().encode(value), new RecordHeaders());
  }

  long append(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
    return append(topic, key == null ? null : key.getBytes(UTF_8), value, headers, 7);
  }

  private long append(
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      long timestamp) {
    long offset = ends.getOrDefault(topic, 0L);
    ends.put(topic, offset + 1);
    log(topic)
        .add(
            new ConsumerRecord<>(
                topic,
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value,
                headers,
                Optional.empty()));
    return offset;
  }

  List<ConsumerRecord<byte[], byte[]>> log(String topic) {
    return logs.computeIfAbsent(topic, _ -> new ArrayList<>());
  }

  static TopicPartition only(String topic) {
    return new TopicPartition(topic, 0);
  }

  @Override
  public List<TopicPartition> partitions(String topic) {
    return List.of(only(topic));
  }

  @Override
  public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
    return partitions.stream().collect(Collectors.toMap(p -> p, p -> starts.getOrDefault(p, 0L)));
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .collect(Collectors.toMap(p -> p, p -> ends.getOrDefault(p.topic(), 0L)));
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    if (group.endsWith("-erasure")) {
      return Map.copyOf(marker);
    }
    if (group.endsWith("-experiments") && experimentsNeverCount) {
      return Map.of();
    }
    return group.endsWith("-experiments") && !experiments.isEmpty()
        ? experiments.remove()
        : ends.entrySet().stream()
            .collect(Collectors.toMap(end -> only(end.getKey()), Map.Entry::getValue));
  }

  @Override
  public void commit(String group, Map<TopicPartition, Long> offsets) {
    marker.putAll(offsets);
  }

  @Override
  public void deleteBelow(Map<TopicPartition, Long> offsets) {
    if (!experiments.isEmpty()) {
      throw new AssertionError(offsets + " deleted while experiments are behind");
    }
    starts.putAll(offsets);
    offsets.forEach(
        (partition, offset) -> log(partition.topic()).removeIf(record -> record.offset() < offset));
  }

  @Override
  public @Nullable String setting(String topic, String name) {
    return settings.get(topic + " " + name);
  }

  @Override
  public void set(String name, Map<String, Optional<String>> values) {
    values.forEach(
        (topic, value) -> {
          settings.remove(topic + " " + name);
          value.ifPresent(
              own -> {
                settings.put(topic + " " + name, own);
                rolled.add(topic);
              });
        });
  }

  @Override
  public Set<String> topics() {
    return Set.copyOf(ends.keySet());
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return new MockConsumer<>("none") {
      private long position;

      @Override
      public synchronized void seek(TopicPartition partition, long offset) {
        position = offset;
      }

      @Override
      public synchronized long position(TopicPartition partition) {
        return position;
      }

      @Override
      public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        TopicPartition partition = assignment().iterator().next();
        long from = position;
        position = ends.getOrDefault(partition.topic(), 0L);
        List<ConsumerRecord<byte[], byte[]>> records =
            log(partition.topic()).stream().filter(record -> record.offset() >= from).toList();
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
      }
    };
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public synchronized Future<RecordMetadata> send(
          ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (refuse != null) {
          if (callback != null) {
            callback.onCompletion(null, refuse);
          }
          return CompletableFuture.failedFuture(refuse);
        }
        Long timestamp = record.timestamp();
        append(
            record.topic(),
            record.key(),
            record.value(),
            record.headers(),
            timestamp == null ? -1 : timestamp);
        return super.send(record, callback);
      }
    };
  }

  /** What it sends is aborted: it takes an offset and nobody sees it. */
  @Override
  public Producer<byte[], byte[]> transactionalProducer() {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        if (refuseToRoll != null) {
          return CompletableFuture.failedFuture(refuseToRoll);
        }
        long offset = ends.merge(record.topic(), 1L, Long::sum) - 1;
        return CompletableFuture.completedFuture(
            new RecordMetadata(only(record.topic()), offset, 0, 0, 0, 0));
      }
    };
  }
}
