package io.millrace.standalone.command;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.data.Dataset;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.MemoryGuard;
import io.millrace.runtime.service.MemoryTarget;
import io.millrace.schemas.Judgement;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import io.millrace.standalone.console.TrainingBar;
import io.millrace.standalone.metrics.ProcessMetrics;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.offline.OfflineTraining;
import io.millrace.trainer.run.TrainingOutcome;
import io.millrace.trainer.service.TrainerService;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains: on the topics, again and again, or once on a data set. */
@Command(
    name = "trainer",
    description = "Trains, judges and publishes models; or trains once on a data set.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace trainer --bootstrap-servers kafka:9092 --set trainer.interval=1h",
      "  millrace trainer --once --data ml-100k --output-dir runs/first",
      "  millrace trainer --once --data ml-1m --output-dir runs/small --set embedding_dim=64"
    })
public final class TrainerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(names = "--once", description = "Train once on --data, without Kafka.")
  boolean once;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "With --once: name, directory or GroupLens zip.")
  @Nullable String data;

  @Option(
      names = "--output-dir",
      paramLabel = "DIRECTORY",
      description = "With --once: where model, encoder, index, logs and metrics are written.")
  @Nullable Path output;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("trainer");
    Configuration configuration = once ? options.loadOffline() : options.load("trainer");
    TrainingSettings settings = TrainingSettings.of(configuration);
    MemoryGuard memory = new MemoryGuard(configuration.bind("ops", MemoryTarget.class));
    memory.start();
    if (once || data != null || output != null) {
      return offline(settings);
    }
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    try (TrainingBar bar = new TrainingBar(Console.standard())) {
      TrainerService service = new TrainerService(kafka, settings, metrics, bar);
      ServiceRun.untilEnd(service, configuration, metrics);
    }
    return 0;
  }

  private int offline(TrainingSettings settings) {
    if (!once || data == null || output == null) {
      throw new ParameterException(
          spec.commandLine(), "--once, --data and --output-dir go together; give all three");
    }
    Console console = Console.standard();
    TrainingOutcome outcome = train(console, data, output, settings);
    console.say(
        "%s on %s: %d examples in %.0f s, %s",
        outcome.engine(),
        outcome.device(),
        outcome.examples(),
        outcome.seconds(),
        outcome.refusal() == null ? "passed the gate" : "refused: " + outcome.refusal());
    Judgement judgement = outcome.judgement();
    console.say("%s", table(judgement.getMetrics(), judgement.getPopularity()));
    console.say("written to %s", output.toAbsolutePath());
    return 0;
  }

  private static TrainingOutcome train(
      Console console, String data, Path output, TrainingSettings settings) {
    try (DownloadBar download = new DownloadBar(console);
        TrainingBar bar = new TrainingBar(console)) {
      DatasetOptions reading = DatasetOptions.standard().withTolerance(true).withListener(download);
      Dataset dataset = Datasets.open(data, reading);
      return OfflineTraining.run(dataset, settings, output, bar);
    }
  }

  private static Table table(Map<String, Double> ours, Map<String, Double> theirs) {
    Table table = new Table("next event, full ranking", "model", "popularity");
    new TreeMap<>(ours)
        .forEach((metric, value) -> table.row(metric, shown(value), shown(theirs.get(metric))));
    return table;
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
