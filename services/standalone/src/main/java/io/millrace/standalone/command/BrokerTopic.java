package io.millrace.standalone.command;

import static java.util.Objects.requireNonNull;

import io.millrace.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as the broker has it.
 *
 * @param partitions how many
 * @param settings its configuration, defaults included
 */
record BrokerTopic(int partitions, Map<String, String> settings) {
  /** Settings that decide whether data is lost, or a person stays after an erasure. */
  private static final List<String> VITAL =
      List.of("cleanup.policy", "retention.ms", "retention.bytes", "message.timestamp.type");

  BrokerTopic {
    settings = Map.copyOf(settings);
  }

  /**
   * Asks the broker.
   *
   * @return empty if there is no such topic
   * @throws KafkaException if the broker refuses to tell
   */
  static Optional<BrokerTopic> of(Admin admin, String name) throws InterruptedException {
    try {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      TopicDescription description =
          requireNonNull(admin.describeTopics(Set.of(name)).allTopicNames().get().get(name));
      Config config =
          requireNonNull(admin.describeConfigs(Set.of(resource)).all().get().get(resource));
      Map<String, String> settings = new HashMap<>();
      config
          .entries()
          .forEach(entry -> settings.put(entry.name(), entry.value() == null ? "" : entry.value()));
      return Optional.of(new BrokerTopic(description.partitions().size(), settings));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new KafkaException(name + ": cannot be described", e.getCause());
    }
  }

  /** A setting; empty where the broker knows none of that name. */
  String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  /**
   * What is not as it must be: field, rule, value, and what to do.
   *
   * @param wanted partitions that it would be created with
   */
  List<String> faults(Topic<?> topic, int wanted) {
    List<String> faults = new ArrayList<>();
    if (partitions != wanted) {
      faults.add(
          ("%s: partitions: must be %d, was %d; ask for as many as there are (--user-partitions,"
                  + " --item-partitions), or delete the topic")
              .formatted(topic.name(), wanted, partitions));
    }
    for (String name : VITAL) {
      String rule = topic.settings().get(name);
      if (rule != null && !rule.equals(setting(name))) {
        faults.add(
            ("%s: %s: must be %s, was %s; run: kafka-configs --alter --entity-type topics"
                    + " --entity-name %s --add-config %s=%s")
                .formatted(topic.name(), name, rule, setting(name), topic.name(), name, rule));
      }
    }
    return faults;
  }
}
