package io.millrace.tests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.standalone.metrics.ProcessMetrics;
import java.net.BindException;
import java.nio.file.Path;

/**
 * All but a trainer in this process: a broker, features and recommend, which answers from the
 * stream alone. The cheapest system that takes events and shows what comes of them.
 */
public record UntrainedSystem(
    EmbeddedBroker broker, FeaturesService features, RecommendService recommend)
    implements AutoCloseable {

  /** Starts it, without a catalogue. */
  public static UntrainedSystem start(Path directory) throws BindException, InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    assertThat(Main.run("topics", "create", "--bootstrap-servers", broker.bootstrapServers()))
        .isZero();
    MeterRegistry metrics = ProcessMetrics.newRegistry();
    FeaturesService features =
        new FeaturesService(broker.kafka(), FeaturesConfig.defaults(directory), metrics);
    RecommendService recommend =
        new RecommendService(broker.kafka(), RecommendConfig.onPort(0), metrics);
    features.start();
    recommend.start();
    return new UntrainedSystem(broker, features, recommend);
  }

  /** Where recommend listens. */
  public int port() {
    return recommend.port();
  }

  @Override
  public void close() {
    recommend.close();
    features.close();
    broker.close();
  }
}
