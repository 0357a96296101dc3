package io.millrace.standalone.command;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.standalone.backup.Dump;
import io.millrace.standalone.backup.DumpManifest;
import io.millrace.standalone.console.BackupBar;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a system into files. */
@Command(
    name = "dump",
    description =
        "Writes ratings, catalogue, feedback, experiments, control and models into a directory, as"
            + " they are now; the system may go on meanwhile.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace dump --output backups/monday",
      "  millrace dump --output moving --bootstrap-servers kafka:9092 --kafka-properties"
          + " tls.properties"
    })
public final class DumpCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Directory to write to; must be empty, or not exist.")
  private Path output = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("dump");
    KafkaSettings kafka = kafkaOptions.connect(options.load("kafka"));
    Console console = Console.standard();
    DumpManifest manifest = dump(kafka, console);
    manifest.files().forEach(file -> console.say("%s: %d records", file.file(), file.records()));
    console.say("dumped to %s", output);
    return 0;
  }

  private DumpManifest dump(KafkaSettings kafka, Console console) throws InterruptedException {
    try (BackupBar bar = new BackupBar(console)) {
      return new Dump(kafka, output, bar, InstantSource.system()).run();
    }
  }
}
