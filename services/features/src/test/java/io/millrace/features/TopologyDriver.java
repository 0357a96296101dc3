package io.millrace.features;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.catalogue.CatalogueBarrier;
import io.millrace.features.decode.DecodeProcessor;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.store.WriteBehindStore;
import io.millrace.features.topology.FeatureTopology;
import io.millrace.features.topology.MemorySettings;
import io.millrace.features.topology.TopologySettings;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.Misrouted;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology under Kafka's test driver, with its topics. One partition; the source offset counts
 * up.
 */
final class TopologyDriver implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  final FeatureMetrics metrics = new FeatureMetrics(new SimpleMeterRegistry());
  private final RocksMemory memory = new RocksMemory(32);
  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();

  TopologyDriver(Path stateDir, int userPartitions, MemorySettings held) {
    this(stateDir, RatingReader.withoutRegistry(), userPartitions, held);
  }

  TopologyDriver(Path stateDir, RatingReader ratings, int userPartitions, MemorySettings held) {
    this(stateDir, ratings, userPartitions, held, Tracing.off());
  }

  TopologyDriver(
      Path stateDir,
      RatingReader ratings,
      int userPartitions,
      MemorySettings held,
      Tracing tracing) {
    TopologySettings settings =
        new TopologySettings(
            FeatureSettings.defaults(),
            held,
            ratings,
            userPartitions,
            1,
            InstantSource.fixed(NOW),
            CatalogueBarrier.NONE,
            tracing);
    Properties properties =
        StreamSettings.of(
            KafkaSettings.of("nowhere:9092"),
            FeaturesConfig.defaults(stateDir),
            memory,
            metrics,
            (short) 1);
    this.driver = new TopologyTestDriver(FeatureTopology.build(settings, metrics), properties, NOW);
  }

  static TopologyDriver in(Path stateDir) {
    return in(stateDir, Tracing.off());
  }

  static TopologyDriver in(Path stateDir, Tracing tracing) {
    return new TopologyDriver(
        stateDir, RatingReader.withoutRegistry(), 1, MemorySettings.defaults(), tracing);
  }

  void send(Topic<?> topic, byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
    send(topic, new TestRecord<>(key, value, Instant.ofEpochMilli(timestamp)));
  }

  private void send(Topic<?> topic, TestRecord<byte[], byte[]> record) {
    inputs
        .computeIfAbsent(
            topic.name(),
            name ->
                driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
        .pipeInput(record);
  }

  <V extends SpecificRecordBase> void send(Topic<V> topic, String key, V value) {
    send(topic, key.getBytes(StandardCharsets.UTF_8), topic.codec().encode(value), 0);
  }

  void rate(String userId, String itemId, double stars, long timestamp) {
    rate(new RatingEvent(userId, itemId, stars, timestamp, null));
  }

  void rate(RatingEvent event) {
    send(
        Topics.RATINGS,
        event.getUserId().getBytes(StandardCharsets.UTF_8),
        Topics.RATINGS.codec().encode(event),
        Math.max(0, event.getTimestamp()));
  }

  /** A rating at NOW. */
  void rate(String userId, String itemId, Headers headers) {
    RatingEvent event = new RatingEvent(userId, itemId, 4.5, NOW.toEpochMilli(), null);
    byte[] value = Topics.RATINGS.codec().encode(event);
    send(
        Topics.RATINGS,
        new TestRecord<>(userId.getBytes(StandardCharsets.UTF_8), value, headers, NOW));
  }

  /** The headers of everything written to a topic since it was last asked for, in order. */
  List<Headers> headers(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(TestRecord::headers)
        .toList();
  }

  void catalogue(String itemId, String... genres) {
    send(Topics.ITEMS, itemId, item(itemId, genres));
  }

  static Item item(String itemId, String... genres) {
    return new Item(itemId, itemId, 1999, List.of(genres), Map.of(), true, null);
  }

  void profile(String userId, int age) {
    send(Topics.USERS, userId, user(userId, age));
  }

  static User user(String userId, int age) {
    return new User(userId, new Demographics(age, "F", null, null), Map.of());
  }

  void erase(String userId) {
    send(Topics.USERS, userId.getBytes(StandardCharsets.UTF_8), null, 0);
  }

  /** Everything written to a topic since it was last asked for, in order. */
  <V extends SpecificRecordBase> List<Map.Entry<String, @Nullable V>> drain(Topic<V> topic) {
    List<Map.Entry<String, @Nullable V>> records = new ArrayList<>();
    driver
        .createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .forEach(
            record -> {
              byte[] value = record.value();
              records.add(
                  new java.util.AbstractMap.SimpleEntry<>(
                      record.key(), value == null ? null : topic.codec().decode(value)));
            });
    return records;
  }

  /** What went through the repartition topic of misrouted records. */
  List<String> misrouted() {
    return driver
        .createOutputTopic(
            "millrace-features-misrouted-repartition",
            new StringDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(
            record -> {
              Misrouted misrouted = DecodeProcessor.MISROUTED.decode(record.value());
              return "%s from %s-%d-%d"
                  .formatted(
                      record.key(),
                      misrouted.getTopic(),
                      misrouted.getPartition(),
                      misrouted.getOffset());
            })
        .toList();
  }

  /** What a compacted topic holds, of what was written since it was last asked for. */
  <V extends SpecificRecordBase> Map<String, V> table(Topic<V> topic) {
    Map<String, V> table = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable V> record : drain(topic)) {
      V value = record.getValue();
      if (value == null) {
        table.remove(record.getKey());
      } else {
        table.put(record.getKey(), value);
      }
    }
    return table;
  }

  @SuppressWarnings("unchecked")
  <V> WriteBehindStore<V> store(String name) {
    return (WriteBehindStore<V>) driver.getStateStore(name);
  }

  @Override
  public void close() {
    driver.close();
    memory.close();
  }
}
