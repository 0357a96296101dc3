package io.millrace.tests.endtoend;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.tests.rig.DockerEngine;
import org.junit.jupiter.api.parallel.Isolated;
import org.testcontainers.kafka.KafkaContainer;

/** On Apache Kafka's own image, as it is shipped. */
@Isolated
final class ContainerEndToEndIT extends EndToEndContract {
  private final KafkaContainer container =
      DockerEngine.start(() -> new KafkaContainer("apache/kafka:4.3.1"));

  @Override
  KafkaSettings kafka() {
    return KafkaSettings.of(container.getBootstrapServers());
  }

  @Override
  void stopBroker() {
    container.stop();
  }
}
