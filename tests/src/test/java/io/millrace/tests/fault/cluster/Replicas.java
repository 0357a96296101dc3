package io.millrace.tests.fault.cluster;

import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether every partition has all its replicas in sync. Thread-safe. */
final class Replicas implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Replicas.class);
  private static final int ANSWER_SECONDS = 10;

  private final Admin admin;

  Replicas(KafkaSettings kafka) {
    admin = Admin.create(kafka.admin("test-replicas"));
  }

  /** Now; false too where the brokers do not say. */
  boolean allInSync() throws InterruptedException {
    try {
      return admin
          .describeTopics(
              admin
                  .listTopics(new ListTopicsOptions().listInternal(true))
                  .names()
                  .get(ANSWER_SECONDS, TimeUnit.SECONDS))
          .allTopicNames()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .allMatch(Replicas::areInSync);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("replicas are not known", e);
      return false;
    }
  }

  private static boolean areInSync(TopicDescription topic) {
    return topic.partitions().stream()
        .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
