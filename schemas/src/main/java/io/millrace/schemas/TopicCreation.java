package io.millrace.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing, each with its own cleanup, retention and segments.
 *
 * @param userPartitions partitions of topics keyed by user, at least 1; 1 gives ratings a total
 *     order
 * @param itemPartitions partitions of topics keyed by item, at least 1
 * @param replication replicas of each, at least 1; -1 for the broker's default
 */
public record TopicCreation(int userPartitions, int itemPartitions, short replication) {
  public TopicCreation {
    if (userPartitions < 1) {
      throw new IllegalArgumentException(
          "userPartitions: must be at least 1, was " + userPartitions);
    }
    if (itemPartitions < 1) {
      throw new IllegalArgumentException(
          "itemPartitions: must be at least 1, was " + itemPartitions);
    }
    if (replication < 1 && replication != -1) {
      throw new IllegalArgumentException(
          "replication: must be at least 1, or -1 for the broker's default, was " + replication);
    }
  }

  /**
   * Creates what is missing; leaves what exists as it is.
   *
   * @return the names of the topics created now
   * @throws KafkaException if the broker refuses
   */
  public List<String> createMissing(Admin admin) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<String> created = new ArrayList<>();
      for (Topic<?> topic : Topics.all()) {
        if (!present.contains(topic.name()) && create(admin, topic)) {
          created.add(topic.name());
        }
      }
      return List.copyOf(created);
    } catch (ExecutionException e) {
      throw new KafkaException("topics: could not be created", e.getCause());
    }
  }

  private boolean create(Admin admin, Topic<?> topic)
      throws InterruptedException, ExecutionException {
    NewTopic spec =
        new NewTopic(topic.name(), partitions(topic), replication).configs(topic.settings());
    try {
      admin.createTopics(List.of(spec)).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  /** How many partitions a topic gets. */
  public int partitions(Topic<?> topic) {
    return switch (topic.spread()) {
      case BY_USER -> userPartitions;
      case BY_ITEM -> itemPartitions;
      case SINGLE -> 1;
    };
  }
}
