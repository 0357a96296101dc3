package io.millrace.standalone.command;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.replay.ReplayConfig;
import io.millrace.replay.ReplayReport;
import io.millrace.replay.ReplayService;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.ReplayBar;
import io.millrace.standalone.metrics.ProcessMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a data set into the topics. */
@Command(
    name = "replay",
    description = "Plays a data set into the topics; resumes where an earlier run stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace replay --data ml-100k",
      "  millrace replay --data ./my-movielens --speed 1000x --from 0.9",
      "  millrace replay --data ml-25m --bootstrap-servers kafka:9092 --kafka-properties"
          + " tls.properties"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Name, directory or GroupLens zip (default: ml-1m).")
  @Nullable String data;

  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      description = "max, N/s (events a second) or Nx (times as fast as it happened).")
  @Nullable String speed;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many ratings; 0 for all.")
  @Nullable String limit;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description = "Begin: a fraction of the ratings or a date.")
  @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "WHERE",
      description = "End, exclusive: a fraction of the ratings or a date.")
  @Nullable String to;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("replay");
    Configuration configuration = options.load("replay", given());
    ReplayConfig config = configuration.bind("replay", ReplayConfig.class);
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    Console console = Console.standard();
    ReplayReport report = run(kafka, config, configuration, console);
    return report(console, report);
  }

  private static ReplayReport run(
      KafkaSettings kafka, ReplayConfig config, Configuration configuration, Console console)
      throws InterruptedException {
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    try (Lifecycle lifecycle = new Lifecycle();
        DownloadBar download = new DownloadBar(console);
        ReplayBar bar = new ReplayBar(console, () -> "")) {
      ReplayService service = new ReplayService(kafka, config, metrics, bar, download);
      ServiceRun.startOps(lifecycle, service, configuration, metrics);
      lifecycle.start(service);
      return service.await();
    }
  }

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "replay.data", data);
    put(given, "replay.speed", speed);
    put(given, "replay.limit", limit);
    put(given, "replay.from", from);
    put(given, "replay.to", to);
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }

  private static int report(Console console, ReplayReport report) {
    console.say(
        "%s: %d ratings sent in %.1f s (%.0f/s), %d were there before, %d of %d are on the topic%s",
        report.dataset(),
        report.sent(),
        report.seconds(),
        report.eventsPerSecond(),
        report.alreadyThere(),
        report.onTopic(),
        report.planned(),
        report.erased() == 0
            ? ""
            : "; %d were deleted with the users they are of".formatted(report.erased()));
    if (report.stopped()) {
      return 1;
    }
    if (!report.complete()) {
      throw new UserFault(
          "replay: the topic does not hold the range once: "
              + String.join("; ", report.mismatches())
              + "; was it written by another data set's replay, or with another range?");
    }
    return 0;
  }
}
