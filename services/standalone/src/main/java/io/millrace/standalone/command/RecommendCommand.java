package io.millrace.standalone.command;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.metrics.ProcessMetrics;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers. */
@Command(
    name = "recommend",
    description = "Answers over REST and WebSocket from state read off the topics.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace recommend --bootstrap-servers kafka:9092",
      "  millrace recommend --port 0 --set recommend.host=0.0.0.0 --set"
          + " recommend.access.keys_file=keys.json"
    })
public final class RecommendCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "As recommend.port; 0 takes a free one.")
  @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("recommend");
    Map<String, String> given = port == null ? Map.of() : Map.of("recommend.port", port.toString());
    Configuration configuration = options.load("recommend", given);
    RecommendConfig config = configuration.bind("recommend", RecommendConfig.class);
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    TracingSettings tracing = configuration.bind("tracing", TracingSettings.class);
    Console console = Console.standard();
    try (Lifecycle lifecycle = new Lifecycle(() -> console.say("recommend stops"))) {
      RecommendService service = new RecommendService(kafka, config, metrics, tracing);
      lifecycle.start(service);
      console.say(
          "recommend answers at %s://localhost:%d/ ; log in %s; Ctrl-C ends it",
          config.tls().scheme(), service.port(), LogFile.path());
      lifecycle.awaitShutdown();
    }
    return 0;
  }
}
