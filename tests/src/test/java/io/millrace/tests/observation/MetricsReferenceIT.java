package io.millrace.tests.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.replay.ReplayConfig;
import io.millrace.replay.ReplayService;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.OpsServer;
import io.millrace.runtime.service.Service;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.standalone.metrics.ProcessMetrics;
import io.millrace.tests.rig.Patience;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.service.TrainerService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares what running services give at {@code /metrics} with what the reference says. */
final class MetricsReferenceIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LOOKS = 150;
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final String EVENT = "{\"userId\":\"ann\",\"itemId\":\"1\",\"rating\":5}";

  private final MetricsReference reference = MetricsReference.read();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Configuration defaults = Configuration.load(null, Map.of());

  @Test
  void shouldGiveWhatTheReferenceSaysAndNothingElse(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      assertThat(Main.run("topics", "create", "--bootstrap-servers", broker.bootstrapServers()))
          .isZero();
      try (Running features = run(m -> features(broker.kafka(), directory, m));
          Running replay = run(m -> replay(broker.kafka(), m));
          Running trainer = run(m -> trainer(broker.kafka(), m));
          RecommendService recommend =
              new RecommendService(
                  broker.kafka(), RecommendConfig.onPort(0), ProcessMetrics.newRegistry())) {
        recommend.start();
        URI api = URI.create("http://127.0.0.1:" + recommend.port());
        use(api);
        System.gc(); // otherwise there may have been no collection to measure yet
        compare("features", features.ops());
        compare("replay", replay.ops());
        compare("trainer", trainer.ops());
        compare("recommend", api);
      }
    }
  }

  private record Running(Service service, OpsServer server) implements AutoCloseable {
    private URI ops() {
      return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
      server.close();
      service.close();
    }
  }

  private static Running run(Function<PrometheusMeterRegistry, Service> making) throws Exception {
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    Service service = making.apply(metrics);
    OpsServer ops = new OpsServer(0, metrics, List.of(service));
    ops.start();
    service.start();
    return new Running(service, ops);
  }

  private static Service features(
      KafkaSettings kafka, Path directory, PrometheusMeterRegistry metrics) {
    return new FeaturesService(kafka, FeaturesConfig.defaults(directory), metrics);
  }

  private static Service replay(KafkaSettings kafka, PrometheusMeterRegistry metrics) {
    return new ReplayService(kafka, ReplayConfig.of("sample").withLimit(100), metrics);
  }

  private Service trainer(KafkaSettings kafka, PrometheusMeterRegistry metrics) {
    return new TrainerService(kafka, TrainingSettings.of(defaults), metrics, TrainingProgress.NONE);
  }

  /** What is measured only when it happens: an event's way to the answers, and an import. */
  private void use(URI api) throws Exception {
    Patience.await(
        "an event that is applied",
        LIMIT,
        () -> post(api.resolve("/v1/events?wait=applied"), JSON, EVENT),
        status -> status == 200);
    Patience.await(
        "an import",
        LIMIT,
        () -> post(api.resolve("/v1/events"), LINES, EVENT + "\n"),
        status -> status < 300);
  }

  private int post(URI uri, String type, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private void compare(String service, URI uri) throws Exception {
    List<MetricFamily> documented = reference.of(service);
    List<MetricFamily> given = Scrape.families(scrape(uri));
    for (int i = 0; i < LOOKS && !given.containsAll(documented); i++) {
      Thread.sleep(LOOK);
      given = Scrape.families(scrape(uri));
    }
    assertThat(given).as(service).containsExactlyInAnyOrderElementsOf(documented);
  }

  private String scrape(URI uri) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri.resolve("/metrics")).build(), BodyHandlers.ofString())
        .body();
  }
}
