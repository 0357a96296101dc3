package io.millrace.tests.endtoend;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.standalone.broker.EmbeddedBroker;

/** On the broker that {@code millrace demo} embeds. */
final class EmbeddedBrokerEndToEndIT extends EndToEndContract {
  private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();

  @Override
  KafkaSettings kafka() {
    return broker.kafka();
  }

  @Override
  void stopBroker() {
    broker.close();
  }
}
