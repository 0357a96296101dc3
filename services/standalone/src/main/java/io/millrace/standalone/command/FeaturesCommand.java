package io.millrace.standalone.command;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.metrics.ProcessMetrics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps the features. */
@Command(
    name = "features",
    description = "Keeps user, item and item-to-item features with Kafka Streams.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace features --bootstrap-servers kafka:9092",
      "  millrace features --set features.state_dir=/var/lib/millrace --set features.threads=4",
      "  millrace features --set ops.port=8081"
    })
public final class FeaturesCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("features");
    Configuration configuration = options.load("features");
    FeaturesConfig config = configuration.bind("features", FeaturesConfig.class);
    KafkaSettings kafka = kafkaOptions.connect(configuration);
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    TracingSettings tracing = configuration.bind("tracing", TracingSettings.class);
    FeaturesService service = new FeaturesService(kafka, config, metrics, tracing);
    ServiceRun.untilEnd(service, configuration, metrics);
    return 0;
  }
}
