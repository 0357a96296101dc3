package io.millrace.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
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
        new NewTopic(topic.name(), partitions(topic), replication).configs(settings(topic));
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

  /** The settings a topic gets. */
  Map<String, String> settings(Topic<?> topic) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    if (replication > 0) {
      settings.put(
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(leastInSync(replication)));
    }
    return settings;
  }

  /**
   * How many replicas must have a record before it is acknowledged: one may be down, and of three
   * and more two have it. (With the broker's default of one, an acknowledged record may be gone
   * with its leader.)
   *
   * @param replicas of the topic, at least 1
   */
  public static int leastInSync(int replicas) {
    return replicas < 3 ? 1 : 2;
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
