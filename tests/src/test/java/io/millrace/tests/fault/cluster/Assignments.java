package io.millrace.tests.fault.cluster;

import io.millrace.runtime.kafka.KafkaSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the work of features is shared, as the brokers know it.
 *
 * @param kafka the brokers
 */
public record Assignments(KafkaSettings kafka) {
  private static final Logger log = LoggerFactory.getLogger(Assignments.class);
  private static final String GROUP = "millrace-features";
  private static final int ANSWER_SECONDS = 10;

  /**
   * Partitions that each instance works on, the busiest first; nothing while they are being handed
   * out or the brokers do not say.
   */
  public List<Integer> partitions() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin("test-assignments"))) {
      ConsumerGroupDescription group =
          admin
              .describeConsumerGroups(List.of(GROUP))
              .all()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .values()
              .iterator()
              .next();
      if (group.groupState() != GroupState.STABLE) {
        return List.of();
      }
      return group.members().stream()
          .map(member -> member.assignment().topicPartitions().size())
          .sorted((a, b) -> b - a)
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("assignments are not known", e);
      return List.of();
    }
  }
}
