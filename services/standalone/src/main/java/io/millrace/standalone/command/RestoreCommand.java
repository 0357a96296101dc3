package io.millrace.standalone.command;

import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.standalone.backup.DumpManifest;
import io.millrace.standalone.backup.Restore;
import io.millrace.standalone.console.BackupBar;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a dump into a cluster. */
@Command(
    name = "restore",
    description =
        "Writes a dump onto the topics of a cluster, creating those that are missing. Every file is"
            + " checked before anything is written. Start features, trainer and recommend after"
            + " it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace restore --input backups/monday --bootstrap-servers other:9092",
      "  millrace restore --input moving --user-partitions 12 --item-partitions 6"
    })
public final class RestoreCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--input",
      paramLabel = "DIR",
      required = true,
      description = "Directory of a dump.")
  private Path input = Path.of("");

  @Option(
      names = "--user-partitions",
      paramLabel = "N",
      description = "Partitions of topics keyed by user (default: as in the dump).")
  @Nullable Integer userPartitions;

  @Option(
      names = "--item-partitions",
      paramLabel = "N",
      description = "Partitions of topics keyed by item (default: as in the dump).")
  @Nullable Integer itemPartitions;

  @Option(
      names = "--force",
      description = "Write although topics hold something: the dump is added to it.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("restore");
    Configuration configuration = options.load("topics");
    TopicSettings topics = configuration.bind("topics", TopicSettings.class);
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    Restore.Target target =
        new Restore.Target(userPartitions, itemPartitions, topics.creation().replication(), force);
    Console console = Console.standard();
    DumpManifest manifest = restore(kafka, target, console);
    console.say(
        "restored the dump of %s: %d files, verified",
        manifest.createdAt(), manifest.files().size());
    return 0;
  }

  private DumpManifest restore(KafkaSettings kafka, Restore.Target target, Console console)
      throws InterruptedException {
    try (BackupBar bar = new BackupBar(console)) {
      return new Restore(kafka, input, target, bar).run();
    }
  }
}
