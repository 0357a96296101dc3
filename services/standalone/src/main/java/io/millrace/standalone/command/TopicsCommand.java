package io.millrace.standalone.command;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.Topics;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates and describes the topics. */
@Command(
    name = "topics",
    description = "Creates or describes the topics, or says who has to be allowed what on them.",
    mixinStandardHelpOptions = true,
    subcommands = AclsCommand.class,
    synopsisSubcommandLabel = "create|describe|acls",
    footer = {
      "",
      "Examples:",
      "  millrace topics create --bootstrap-servers kafka:9092",
      "  millrace topics create --user-partitions 12 --item-partitions 6 --replication 3",
      "  millrace topics describe"
    })
public final class TopicsCommand {
  private final Console console = Console.standard();

  /** Creates what is missing. */
  @Command(
      name = "create",
      description =
          "Creates the topics that are missing; leaves the others as they are, and fails where one"
              + " of them would lose data.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KafkaOptions kafkaOptions,
      @Mixin ConfigurationOptions options,
      @Option(
              names = "--user-partitions",
              paramLabel = "N",
              description = "As topics.user_partitions.")
          @Nullable Integer userPartitions,
      @Option(
              names = "--item-partitions",
              paramLabel = "N",
              description = "As topics.item_partitions.")
          @Nullable Integer itemPartitions,
      @Option(names = "--replication", paramLabel = "N", description = "As topics.replication.")
          @Nullable Integer replication)
      throws InterruptedException {
    LogFile.ofCommand("topics");
    put(options, "topics.user_partitions", userPartitions);
    put(options, "topics.item_partitions", itemPartitions);
    put(options, "topics.replication", replication);
    Configuration configuration = options.load("topics");
    TopicSettings settings = configuration.bind("topics", TopicSettings.class);
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    try (Admin admin = Admin.create(kafka.admin("millrace-topics"))) {
      List<String> created = settings.creation().createMissing(admin);
      console.say(
          "created %d topics%s",
          created.size(), created.isEmpty() ? "" : ": " + String.join(", ", created));
      requireFit(admin, settings.creation());
    }
    return 0;
  }

  private static void requireFit(Admin admin, TopicCreation creation) throws InterruptedException {
    List<String> faults = new ArrayList<>();
    for (Topic<?> topic : Topics.all()) {
      BrokerTopic.of(admin, topic.name())
          .ifPresent(found -> faults.addAll(found.faults(topic, creation.partitions(topic))));
    }
    if (!faults.isEmpty()) {
      throw new UserFault("topics are not as they must be:\n  " + String.join("\n  ", faults));
    }
  }

  private static void put(ConfigurationOptions options, String key, @Nullable Integer value) {
    if (value != null) {
      options.settings.put(key, value.toString());
    }
  }

  /** Shows each topic with partitions and records. */
  @Command(
      name = "describe",
      description =
          "Shows each topic as the broker has it: partitions, offsets, cleanup, retention.",
      mixinStandardHelpOptions = true)
  int describe(@Mixin KafkaOptions kafkaOptions, @Mixin ConfigurationOptions options)
      throws InterruptedException {
    LogFile.ofCommand("topics");
    KafkaSettings kafka = kafkaOptions.connect(options.load("topics"));
    try (Admin admin = Admin.create(kafka.admin("millrace-topics"))) {
      console.say("%s", table(admin));
    } catch (ExecutionException e) {
      throw new KafkaException("the topics cannot be described", e.getCause());
    }
    return 0;
  }

  private static Table table(Admin admin) throws InterruptedException, ExecutionException {
    Table table = new Table("topic", "record", "partitions", "offsets", "cleanup", "retention");
    for (Topic<?> topic : Topics.all()) {
      String record = topic.codec().schema().getName();
      Optional<BrokerTopic> found = BrokerTopic.of(admin, topic.name());
      if (found.isEmpty()) {
        table.row(topic.name(), record, "missing", "", "", "");
        continue;
      }
      BrokerTopic there = found.get();
      table.row(
          topic.name(),
          record,
          there.partitions(),
          offsets(admin, topic.name(), there.partitions()),
          there.setting("cleanup.policy"),
          retention(there.setting("retention.ms")));
    }
    return table;
  }

  private static String retention(String millis) {
    return millis.equals("-1") ? "for ever" : millis + " ms";
  }

  private static long offsets(Admin admin, String topic, int partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    return admin.listOffsets(latest).all().get().values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }
}
