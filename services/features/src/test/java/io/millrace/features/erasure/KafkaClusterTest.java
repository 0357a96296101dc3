package io.millrace.features.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
  /** Else readers of committed records would wait for a roll that broke off for Kafka's 60 s. */
  @Test
  void shouldBoundItsTransactionsAsConfigured() {
    assertThat(
            KafkaCluster.transactional(
                KafkaSettings.of("nowhere:9092"), "app-erasure-roll", Duration.ofSeconds(17)))
        .containsEntry("transaction.timeout.ms", 17_000)
        .containsEntry("transactional.id", "app-erasure-roll");
  }
}
