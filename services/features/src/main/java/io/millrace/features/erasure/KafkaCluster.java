package io.millrace.features.erasure;

import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** The brokers themselves. Thread-safe; the admin client is its caller's. */
final class KafkaCluster implements Cluster {
  private static final int TIMEOUT_SECONDS = 30;

  /** A broker answers for a change before its own log has heard of it. */
  private static final long SETTLING_MILLIS = 1000;

  private static final int LINGER_MILLIS = 5;
  private static final int BATCH_BYTES = 128 * 1024;

  /** Records may have come in compressed, and be larger than a producer sends by default. */
  private static final int REQUEST_BYTES = 64 << 20;

  private final KafkaSettings kafka;
  private final Admin admin;
  private final String name;
  private final Duration transactionTimeout;

  /**
   * Brokers.
   *
   * @param name client id, and what the transactional id begins with
   * @param transactionTimeout time after which brokers abort what a producer left open
   */
  KafkaCluster(KafkaSettings kafka, Admin admin, String name, Duration transactionTimeout) {
    this.kafka = kafka;
    this.admin = admin;
    this.name = name;
    this.transactionTimeout = transactionTimeout;
  }

  @Override
  public Set<String> topics() throws InterruptedException {
    return await("topics", admin.listTopics().names());
  }

  @Override
  public List<TopicPartition> partitions(String topic) throws InterruptedException {
    return await("partitions", admin.describeTopics(List.of(topic)).allTopicNames())
        .values()
        .stream()
        .flatMap(found -> found.partitions().stream())
        .map(found -> new TopicPartition(topic, found.partition()))
        .toList();
  }

  @Override
  public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions)
      throws InterruptedException {
    return offsets(partitions, OffsetSpec.earliest());
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws InterruptedException {
    return offsets(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec));
    ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return await("offsets", admin.listOffsets(wanted, options).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) throws InterruptedException {
    return await(
            "committed offsets",
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(entry -> Objects.nonNull(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  @Override
  public void commit(String group, Map<TopicPartition, Long> offsets) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> commits =
        offsets.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
    await("commit", admin.alterConsumerGroupOffsets(group, commits).all());
  }

  @Override
  public void deleteBelow(Map<TopicPartition, Long> offsets) throws InterruptedException {
    Map<TopicPartition, RecordsToDelete> records =
        offsets.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue())));
    await("deletion", admin.deleteRecords(records).all());
  }

  @Override
  public @Nullable String setting(String topic, String setting) throws InterruptedException {
    ConfigEntry entry = entry(topic, setting);
    return entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG ? entry.value() : null;
  }

  private ConfigEntry entry(String topic, String setting) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var found = await("settings", admin.describeConfigs(List.of(resource)).all()).get(resource);
    ConfigEntry entry = found == null ? null : found.get(setting);
    if (entry == null) {
      throw new KafkaException(topic + ": the broker does not tell " + setting);
    }
    return entry;
  }

  @Override
  public void set(String setting, Map<String, Optional<String>> values)
      throws InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> new ConfigResource(ConfigResource.Type.TOPIC, entry.getKey()),
                    entry -> List.of(change(setting, entry.getValue()))));
    await("settings", admin.incrementalAlterConfigs(changes).all());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    for (Map.Entry<String, Optional<String>> entry : values.entrySet()) {
      String wanted = entry.getValue().orElse(null);
      while (!Objects.equals(setting(entry.getKey(), setting), wanted)
          && System.nanoTime() < deadline) {
        Thread.sleep(SETTLING_MILLIS / 10);
      }
    }
    Thread.sleep(SETTLING_MILLIS);
  }

  private static AlterConfigOp change(String setting, Optional<String> value) {
    return value.isPresent()
        ? new AlterConfigOp(new ConfigEntry(setting, value.get()), OpType.SET)
        : new AlterConfigOp(new ConfigEntry(setting, ""), OpType.DELETE);
  }

  private static <T> T await(String what, KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException(what + ": the broker refused", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException(what + ": no answer in " + TIMEOUT_SECONDS + " s", e);
    }
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = kafka.consumer(name, true);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // never skip in silence
    return new KafkaConsumer<>(settings);
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    Map<String, Object> settings = kafka.producer(name);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(settings);
  }

  @Override
  public Producer<byte[], byte[]> transactionalProducer() {
    return new KafkaProducer<>(transactional(kafka, name + "-roll", transactionTimeout));
  }

  static Map<String, Object> transactional(KafkaSettings kafka, String id, Duration timeout) {
    Map<String, Object> settings = kafka.producer(id);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
    return settings;
  }
}
