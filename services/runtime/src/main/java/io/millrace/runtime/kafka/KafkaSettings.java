package io.millrace.runtime.kafka;

import io.millrace.runtime.UserFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How clients reach the brokers. Section {@code kafka}.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port}, separated by commas
 * @param properties handed to every client as they are (TLS, SASL); they override ours
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {
  public KafkaSettings {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap_servers: must name at least one broker as host:port, was empty");
    }
    properties = Map.copyOf(properties);
  }

  /** Brokers without further properties. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, Map.of());
  }

  /** Without the properties, which may have passwords. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=%s, properties=%s]"
        .formatted(bootstrapServers, properties.keySet());
  }

  /** An idempotent producer of bytes that sends at once and waits for all replicas. */
  public Map<String, Object> producer(String clientId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return common(clientId, settings);
  }

  /** A consumer of bytes without a group, from the beginning, that commits nothing. */
  public Map<String, Object> consumer(String clientId, boolean readCommitted) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        readCommitted ? "read_committed" : "read_uncommitted");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return common(clientId, settings);
  }

  /** An admin client. */
  public Map<String, Object> admin(String clientId) {
    return common(clientId, new HashMap<>());
  }

  private Map<String, Object> common(String clientId, Map<String, Object> settings) {
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    settings.put("enable.metrics.push", false);
    settings.putAll(properties);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return settings;
  }

  /**
   * Checks that a broker answers.
   *
   * @throws UserFault naming the address and what to do, if none does in time
   */
  public void requireReachable(Duration timeout) {
    try {
      describe(timeout);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw unreachable(timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(timeout, e);
    }
  }

  private void describe(Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, Object> settings = admin("millrace-reach");
    int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis);
    Admin admin = Admin.create(settings);
    try {
      admin.describeCluster().nodes().get(millis, TimeUnit.MILLISECONDS);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private UserFault unreachable(Duration timeout, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof AuthenticationException) {
      return new UserFault(
          "kafka: the broker at %s refused the log-in (%s); check sasl.* and ssl.* in --kafka-properties or kafka.properties"
              .formatted(bootstrapServers, root.getMessage()),
          cause);
    }
    String reason = root.getMessage() == null ? "" : " (" + root.getMessage() + ")";
    if (root instanceof ConfigException && reason.contains("bootstrap")) {
      return new UserFault(
          "kafka.bootstrap_servers (--bootstrap-servers): must be HOST:PORT, several with commas"
              + " between, of hosts that are known, was "
              + bootstrapServers
              + reason,
          cause);
    }
    return new UserFault(
        "kafka: no broker answered at "
            + bootstrapServers
            + " within "
            + timeout.toSeconds()
            + " s"
            + reason
            + "; check that it runs, the address (--bootstrap-servers) and, if it asks for TLS or"
            + " SASL, --kafka-properties",
        cause);
  }
}
