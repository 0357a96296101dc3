package io.millrace.features;

import io.millrace.features.fault.UncountableRecords;
import io.millrace.features.fault.UnprocessableRecords;
import io.millrace.features.fault.UnreadableRecords;
import io.millrace.features.fault.UnwritableRecords;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told, besides the topology. */
final class StreamSettings {
  private static final int BATCH_BYTES = 128 * 1024;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private StreamSettings() {}

  /**
   * As configured.
   *
   * @param metrics told of records that a processor fails on
   * @param replicas of the topics in between and of the changelogs, at least 1
   */
  static Properties of(
      KafkaSettings kafka,
      FeaturesConfig config,
      RocksMemory memory,
      FeatureMetrics metrics,
      short replicas) {
    Properties settings = new Properties();
    settings.putAll(kafka.admin(config.applicationId()));
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
    settings.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, config.warmUps());
    settings.put(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, config.balanceInterval().toMillis());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
    settings.put(BoundedRocks.MEMORY, memory);
    settings.put(BoundedRocks.COMPACTION_SECONDS, config.erasure().storeCompaction().toSeconds());
    putReplicas(settings, replicas);
    putFaults(settings, metrics);
    putClients(settings, config);
    return settings;
  }

  /** The same for the stream beside it that counts experiments. */
  static Properties ofExperiments(
      KafkaSettings kafka,
      FeaturesConfig config,
      RocksMemory memory,
      FeatureMetrics metrics,
      short replicas,
      String applicationId) {
    Properties settings = of(kafka, config, memory, metrics, replicas);
    settings.putAll(kafka.admin(applicationId));
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UncountableRecords.class);
    return settings;
  }

  /**
   * How an instance ends that is told to: it leaves its group, so that others have its partitions
   * at once. Kafka Streams stays in it unless told otherwise, and its partitions would wait for the
   * session's time-out.
   */
  static CloseOptions farewell() {
    return CloseOptions.timeout(CLOSE_TIMEOUT)
        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
  }

  /** Kafka Streams' own default is the broker's, which is one unless somebody has thought of it. */
  private static void putReplicas(Properties settings, short replicas) {
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replicas);
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
        TopicCreation.leastInSync(replicas));
  }

  private static void putFaults(Properties settings, FeatureMetrics metrics) {
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
    settings.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnprocessableRecords.class);
    settings.put(UnprocessableRecords.METRICS, metrics);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecords.class);
  }

  private static void putClients(Properties settings, FeaturesConfig config) {
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) config.transactionTimeout().toMillis());
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) config.sessionTimeout().toMillis());
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) config.sessionTimeout().toMillis() / 4);
    settings.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_MS_CONFIG), Topics.SEGMENT_MS);
    settings.put(StreamsConfig.topicPrefix(TopicConfig.RETENTION_MS_CONFIG), "-1");
  }
}
