package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.replay.ReplayReport;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {
  private static final Latencies SERVING =
      new Latencies(1000, 0, 2.5, 4, 7.1234, 9, new TreeMap<>());
  private static final DemoReport REPORT =
      new DemoReport(
          "ml-100k",
          1682,
          943,
          new DemoReport.Stream(100_000, 0, 4, 99_990, 10, 8),
          List.of(manifest()),
          SERVING,
          new Latencies(
              197,
              3,
              5,
              9,
              11,
              12,
              new TreeMap<>(
                  Map.of("answered 429 OVERLOADED, wanted 200", 2L, "no answer (refused)", 1L))),
          null,
          new ItemFreshnessProbe.Found(
              new Latencies(20, 0, 640, 1000, 1100, 1100, new TreeMap<>()),
              new Latencies(20, 0, 650, 1000, 1150.5, 1150.5, new TreeMap<>())),
          2048,
          List.of(
              new SampleUser(
                  "7",
                  List.of(new SampleUser.Rated("50", "Star Wars", 5, 888)),
                  List.of(new SampleUser.Recommended("181", "Return of the Jedi", 0.9)))));

  @Test
  void shouldHaveTheShapeThatReadersRelyOn(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("reports").resolve("report.json");
    REPORT.write(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());

    assertThat(json.at("/dataset").asText()).isEqualTo("ml-100k");
    assertThat(json.at("/items").asLong()).isEqualTo(1682);
    assertThat(json.at("/users").asLong()).isEqualTo(943);
    assertThat(json.at("/replay/events").asLong()).isEqualTo(100_000);
    assertThat(json.at("/replay/eventsPerSecond").asLong()).isEqualTo(25_000);
    assertThat(json.at("/features/accepted").asLong()).isEqualTo(99_990);
    assertThat(json.at("/features/rejected").asLong()).isEqualTo(10);
    assertThat(json.at("/features/eventsPerSecond").asLong()).isEqualTo(12_500);
    assertThat(json.at("/training/0/version").asText()).isEqualTo("g000001");
    assertThat(json.at("/training/0/engine").asText()).isEqualTo("dl4j");
    assertThat(json.at("/training/0/metrics").path("ndcg@10").asDouble()).isEqualTo(0.12);
    assertThat(json.at("/training/0/popularity").path("ndcg@10").asDouble()).isEqualTo(0.02);
    assertThat(json.at("/training/0/metricsP3").isObject()).isTrue();
    assertThat(json.at("/training/0/popularityP3").isObject()).isTrue();
    assertThat(json.at("/serving/requests").asLong()).isEqualTo(1000);
    assertThat(json.at("/serving/p99Ms").asDouble()).isEqualTo(7.123);
    assertThat(json.at("/freshness/samples").asLong()).isEqualTo(197);
    assertThat(json.at("/freshness/failures").asLong()).isEqualTo(3);
    assertThat(json.at("/freshness/failureReasons").path("no answer (refused)").asLong())
        .isEqualTo(1);
    assertThat(json.at("/serving").has("failureReasons")).isFalse();
    assertThat(json.at("/itemFreshness/popularity/p99Ms").asDouble()).isEqualTo(1100);
    assertThat(json.at("/itemFreshness/transitions/samples").asLong()).isEqualTo(20);
    assertThat(json.at("/itemFreshness/transitions/p99Ms").asDouble()).isEqualTo(1150.5);
    assertThat(json.at("/sample/0/history/0/title").asText()).isEqualTo("Star Wars");
    assertThat(json.at("/sample/0/recommendations/0/itemId").asText()).isEqualTo("181");
  }

  @Test
  void shouldShowTheModelBesidePopularityAndTitles() {
    assertThat(Summary.of(REPORT))
        .containsPattern("event to what follows what +p50 650.0 ms")
        .contains("0.1200", "0.0200", "Star Wars", "Return of the Jedi", "25000 events/s");
  }

  @Test
  void shouldSayWhyRequestsFailedAndWhatWasWanted() {
    assertThat(Summary.of(REPORT))
        .contains(
            "3 of 200 FAILED: 2 x answered 429 OVERLOADED, wanted 200; 1 x no answer (refused)")
        .containsOnlyOnce("FAILED");
  }

  @Test
  void shouldCountWhatStandsAndSayWhatAnEarlierRunSent() {
    ReplayReport replay =
        new ReplayReport("x", 0, 0, 1000, 900, 100, 0, 1000, 0, 2, false, List.of());
    DemoReport report =
        new DemoReport(
            "x",
            50,
            20,
            DemoReport.Stream.resumed(replay, 30, 4),
            List.of(),
            SERVING,
            SERVING,
            null,
            null,
            1,
            List.of());

    JsonNode json = report.json(new ObjectMapper());
    assertThat(json.has("itemFreshness")).as("that could not be measured").isFalse();
    assertThat(json.at("/items").asLong()).isEqualTo(50);
    assertThat(json.at("/users").asLong()).isEqualTo(20);
    assertThat(json.at("/replay/events").asLong()).isEqualTo(1000);
    assertThat(json.at("/replay/resumed").asLong()).isEqualTo(900);
    assertThat(json.at("/replay/eventsPerSecond").asLong()).isEqualTo(50);
    assertThat(json.at("/features/accepted").asLong()).isEqualTo(970);
    assertThat(json.at("/features/rejected").asLong()).isEqualTo(30);
    assertThat(json.at("/features/eventsPerSecond").asLong()).isEqualTo(25);
    assertThat(Summary.of(report)).containsPattern("from an earlier run +900");
  }

  private static ModelManifest manifest() {
    Provenance provenance =
        new Provenance("dl4j", "cpu", Map.of(), "", 1L, "", "25", "", 100_000L, 60.0);
    Judgement judgement =
        new Judgement(
            Map.of("ndcg@10", 0.12, "recall@10", 0.2),
            Map.of("ndcg@10", 0.02, "recall@10", 0.05),
            Map.of(),
            Map.of("ndcg@10", 0.3),
            Map.of("ndcg@10", 0.25));
    return new ModelManifest(
        "g000001",
        GateVerdict.PUBLISHED,
        null,
        1,
        0L,
        128,
        1682L,
        "",
        1,
        1L,
        "",
        List.of(),
        judgement,
        provenance,
        null);
  }
}
