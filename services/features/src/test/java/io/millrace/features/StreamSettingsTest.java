package io.millrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.runtime.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.StreamsConfig;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {
  /** Kafka's own default of {@code broker.session.timeout.ms}. */
  private static final Duration BROKER_SESSION = Duration.ofSeconds(9);

  /**
   * Its partitions waited for {@code features.session_timeout} whenever an instance was stopped.
   */
  @Test
  void shouldLeaveItsGroupWhenItEnds() {
    assertThat(StreamSettings.farewell())
        .extracting("operation")
        .isEqualTo(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }

  /**
   * With Kafka Streams' 10 s the death of a broker fenced every instance: what they had under way
   * was aborted before the partitions had new leaders.
   */
  @Test
  void shouldKeepATransactionOpenWhileADeadBrokersPartitionsGetNewLeaders() {
    assertThat(settings((short) 1).get(StreamsConfig.producerPrefix("transaction.timeout.ms")))
        .asInstanceOf(InstanceOfAssertFactories.INTEGER)
        .isGreaterThanOrEqualTo((int) BROKER_SESSION.multipliedBy(2).toMillis());
  }

  /** On a cluster that nobody has told of replicas the changelogs had one each. */
  @Test
  void shouldGiveItsOwnTopicsAsManyReplicasAsTheOthersHave() {
    assertThat(settings((short) 3))
        .containsEntry("replication.factor", 3)
        .containsEntry("topic.min.insync.replicas", 2);
    assertThat(settings((short) 1))
        .containsEntry("replication.factor", 1)
        .containsEntry("topic.min.insync.replicas", 1);
  }

  private static Properties settings(short replicas) {
    try (RocksMemory memory = new RocksMemory(16)) {
      return StreamSettings.of(
          KafkaSettings.of("localhost:9092"),
          FeaturesConfig.defaults(Path.of("x")),
          memory,
          new FeatureMetrics(new SimpleMeterRegistry()),
          replicas);
    }
  }
}
