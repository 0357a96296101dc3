package io.millrace.standalone.demo;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Service;
import io.millrace.schemas.TopicCreation;
import io.millrace.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker with all topics, as a service: it is the first to start and the last to end.
 */
final class BrokerService implements Service {
  private final Path directory;
  private @Nullable EmbeddedBroker broker;

  BrokerService(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "broker";
  }

  /** Starts it with one partition for each topic: ratings are totally ordered. */
  @Override
  public synchronized void start() throws InterruptedException {
    broker = EmbeddedBroker.start(directory, 0);
    try (Admin admin = Admin.create(broker.kafka().admin("millrace-demo-topics"))) {
      new TopicCreation(1, 1, (short) 1).createMissing(admin);
    }
  }

  synchronized KafkaSettings kafka() {
    if (broker == null) {
      throw new IllegalStateException("the broker is not started, or has been closed");
    }
    return broker.kafka();
  }

  @Override
  public synchronized boolean ready() {
    return broker != null;
  }

  @Override
  public Map<String, Object> health() {
    return Map.of("directory", directory.toString());
  }

  @Override
  public synchronized void close() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }
}
