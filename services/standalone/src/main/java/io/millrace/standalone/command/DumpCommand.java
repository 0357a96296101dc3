package io.millrace.standalone.command;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.RegistrySettings;
import io.millrace.runtime.config.Configuration;
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
    Configuration configuration = options.load("kafka");
    Console console = Console.standard();
    DumpManifest manifest = dump(configuration, console);
    manifest.files().forEach(file -> console.say("%s", told(file)));
    console.say("dumped to %s", output);
    return 0;
  }

  private static String told(DumpManifest.Entry file) {
    String records = "%s: %d records".formatted(file.file(), file.records());
    return file.rejected() == 0
        ? records
        : "%s, without %d that features rejected".formatted(records, file.rejected());
  }

  private DumpManifest dump(Configuration configuration, Console console)
      throws InterruptedException {
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    RegistrySettings registry = configuration.bind("features.registry", RegistrySettings.class);
    try (RatingReader ratings = RatingReader.of(registry, new SimpleMeterRegistry());
        BackupBar bar = new BackupBar(console)) {
      return new Dump(kafka, ratings, output, bar, InstantSource.system()).run();
    }
  }
}
