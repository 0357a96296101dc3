package io.millrace.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.run.EpochLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path directory = Path.of("");

  private static EpochLog towers(int epoch, double loss, double ndcg) {
    return new EpochLog(
        "candidate",
        "retrieval",
        epoch,
        7L * epoch,
        loss,
        Double.NaN,
        Double.NaN,
        ndcg,
        Double.NaN,
        0.003,
        1.5);
  }

  private static RunReport report(
      String name, Map<String, String> settings, Map<String, Double> metrics) {
    return new RunReport(
        name,
        "some <data>",
        STARTED,
        new TreeMap<>(settings),
        new Provenance("fused", "cpu", Map.of(), "x", 1L, "development", "jvm", "cpu", 10L, 3.25),
        Verdict.REFUSED,
        "worse",
        new Judgement(
            metrics, Map.of("ndcg@10", 0.1), Map.of("ndcg@10", 0.21875), Map.of(), Map.of()),
        List.of(towers(1, 2.5, 0.125), towers(2, 2.0, 0.25)),
        Map.of("judging", 1.0));
  }

  private Path finished(String name, Map<String, String> settings, Map<String, Double> metrics) {
    Path place = directory.resolve(name);
    RunReport report = report(name, settings, metrics);
    RunDirectory written = new RunDirectory("--output-dir", place, report.settings());
    report.log().forEach(written::epoch);
    written.finish(report);
    return place;
  }

  @Test
  void shouldReadWhatWasWritten() {
    Path place =
        finished("one", Map.of("trainer.dnn_dims", "[64, 32]"), Map.of("ndcg@10", 0.09375));

    Run run = Run.read(place);

    assertThat(run.name()).isEqualTo("one");
    assertThat(run.dataset()).isEqualTo("some <data>");
    assertThat(run.started()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(run.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(run.refusal()).isEqualTo("worse");
    assertThat(run.seconds()).isEqualTo(3.25);
    assertThat(run.settings()).containsExactly(Map.entry("trainer.dnn_dims", "[64, 32]"));
    assertThat(run.metrics()).containsExactly(Map.entry("ndcg@10", 0.09375));
    assertThat(run.popularity()).containsExactly(Map.entry("ndcg@10", 0.1));
    assertThat(run.live()).containsExactly(Map.entry("ndcg@10", 0.21875));
    assertThat(run.epochs().get(2))
        .containsExactly(
            "candidate", "retrieval", "2", "14", "2.0", "", "", "0.25", "", "0.003", "1.500");
  }

  @Test
  void shouldDrawLossAndValidationOnAPageWithNothingBesideIt() throws Exception {
    Path place = finished("one", Map.of(), Map.of("ndcg@10", 0.09375));

    assertThat(Files.readString(place.resolve("plots.html")))
        .contains(
            "Loss of the towers",
            "Validation of the towers",
            "0.0938",
            "live generation",
            "0.2188",
            "some &lt;data&gt;")
        .doesNotContain("Loss of the ranker", "some <data>", "src=", "href=\"http");
  }

  @Test
  void shouldBeUnfinishedUntilItsEnd() {
    Path place = finished("one", Map.of("a", "1"), Map.of("ndcg@10", 0.09375));
    RunDirectory again = new RunDirectory("--output-dir", place, new TreeMap<>(Map.of("a", "2")));
    again.epoch(towers(1, 2.5, 0.125));

    Run run = Run.read(place);
    assertThat(run.verdict()).isEqualTo(Verdict.UNFINISHED);
    assertThat(run.metrics()).isEmpty();
    assertThat(run.settings()).containsExactly(Map.entry("a", "2"));
    assertThat(run.epochs()).hasSize(2);
    assertThat(place.resolve("tensorboard")).isEmptyDirectory();
  }

  @Test
  void shouldReadARunOfTheTimeBeforeSettingsWereWritten() throws Exception {
    Files.writeString(directory.resolve("provenance.json"), "{\"engine\": \"dl4j\"}");
    Files.writeString(directory.resolve("metrics.json"), "{\"metrics\": {\"ndcg@10\": 0.5}}");

    Run run = Run.read(directory);
    assertThat(run.engine()).isEqualTo("dl4j");
    assertThat(run.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(run.settings()).isEmpty();
    assertThat(run.seconds()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.json", "provenance.json"})
  void shouldNameTheFileThatIsCutOff(String name) throws Exception {
    Path place = finished("one", Map.of(), Map.of("ndcg@10", 0.09375));
    Path file = place.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Run.read(place))
          .isInstanceOf(UserFault.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("train again, or remove it");
    }
  }

  @Test
  void shouldFindRunsInADirectoryAndTheRunThatItIs() throws Exception {
    Path second = finished("second", Map.of(), Map.of());
    Path first = finished("first", Map.of(), Map.of());
    Files.createDirectory(directory.resolve("something-else"));

    assertThat(Run.under(directory)).containsExactly(first, second);
    assertThat(Run.under(first)).containsExactly(first);
    assertThatThrownBy(() -> Run.under(directory.resolve("something-else")))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("it holds none");
  }

  @Test
  void shouldCompareWhatDiffers() throws Exception {
    Run one = Run.read(finished("one", Map.of("a", "1", "b", "2"), Map.of("hr@10", 0.5)));
    Run two = Run.read(finished("two", Map.of("a", "1", "b", "3"), Map.of("ndcg@10", 0.25)));
    RunComparison comparison = new RunComparison(List.of(one, two));

    assertThat(comparison.differences()).containsExactly(Map.entry("b", List.of("2", "3")));
    JsonNode json = new ObjectMapper().readTree(comparison.json());
    assertThat(json.at("/differences/b/1").asText()).isEqualTo("3");
    assertThat(json.at("/metrics/hr@10/0").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/metrics/hr@10/1").isNull()).isTrue();
    assertThat(json.at("/metrics/live.ndcg@10").toString()).isEqualTo("[0.21875,0.21875]");
    assertThat(json.at("/runs/1/dataset").asText()).isEqualTo("some <data>");
  }
}
