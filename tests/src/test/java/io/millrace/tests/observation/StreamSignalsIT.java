package io.millrace.tests.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.schemas.Topics;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.standalone.metrics.ProcessMetrics;
import io.millrace.tests.rig.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features run two streams: each tells of itself, and readiness of the first. */
final class StreamSignalsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void shouldTellThatTheStreamOfExperimentsFailsThoughTheOtherRuns(@TempDir Path directory)
      throws Exception {
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      assertThat(Main.run("topics", "create", "--bootstrap-servers", broker.bootstrapServers()))
          .isZero();
      try (FeaturesService features =
          new FeaturesService(broker.kafka(), FeaturesConfig.defaults(directory), metrics)) {
        features.start();
        Patience.await("readiness", LIMIT, features::ready, Boolean.TRUE::equals);
        for (String stream : List.of("features", "experiments")) {
          Patience.await(stream, LIMIT, () -> value(metrics, "lag", stream), lag -> lag == 0);
          assertThat(value(metrics, "threads", stream)).as(stream).isPositive();
        }
        assertThat(features.health())
            .containsEntry("experimentsState", "RUNNING")
            .containsEntry("experimentsLag", 0L);

        try (Admin admin = Admin.create(broker.kafka().admin("test"))) {
          admin.deleteTopics(List.of(Topics.FEEDBACK.name())).all().get();
        }

        Patience.await(
            "a thread that fails",
            LIMIT,
            () -> value(metrics, "threads_failed_total", "experiments"),
            failed -> failed > 0);
        Patience.await(
            "a state of its own",
            LIMIT,
            () -> features.health().get("experimentsState"),
            state -> !"RUNNING".equals(state));
        assertThat(features.ready()).as("no answer waits for what experiments count").isTrue();
        assertThat(features.health()).containsEntry("state", "RUNNING");
        assertThat(value(metrics, "threads_failed_total", "features")).isZero();
      }
    }
  }

  /** Of the stream; -1 where there is none. */
  private static double value(PrometheusMeterRegistry metrics, String name, String stream) {
    Matcher series =
        Pattern.compile("millrace_features_%s\\{stream=\"%s\"} (\\S+)".formatted(name, stream))
            .matcher(metrics.scrape());
    return series.find() ? Double.parseDouble(series.group(1)) : -1;
  }
}
