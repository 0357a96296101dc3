package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.data.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
  @TempDir private Path directory = Path.of("");

  private static final ResultName PIPELINE = new ResultName("pipeline", null);

  private static ModelResult result(double ndcg, double seconds) {
    return ModelResult.of(
        PIPELINE,
        new Judged(
            Map.of("ndcg@10", ndcg, "predictions", 6.0),
            null,
            Stream::empty,
            Map.of("training", seconds)));
  }

  @Test
  void shouldTellMeanAndSampleDeviation() {
    ModelResult all =
        ModelResult.over(
            new TreeMap<>(Map.of(1L, result(0.1, 3), 2L, result(0.2, 4), 3L, result(0.4, 8))));

    // Squares of the distances to 0.7 / 3: 0.16 / 9, 0.01 / 9, 0.25 / 9; over n - 1 = 2.
    assertThat(all.metrics().get("ndcg@10")).isCloseTo(0.7 / 3, within(1e-12));
    assertThat(all.deviation("ndcg@10")).isCloseTo(Math.sqrt(0.42 / 18), within(1e-12));
    assertThat(all.seconds()).containsEntry("training", 5.0);
    assertThat(Figures.shown("ndcg@10", all)).isEqualTo("0.2333 ± 0.1528");
    assertThat(Figures.shown("predictions", all)).isEqualTo("6");
  }

  @Test
  void shouldTellNoDeviationOfOneSeed() {
    ModelResult one = ModelResult.over(new TreeMap<>(Map.of(7L, result(0.1, 3))));

    assertThat(one.bySeed()).isEmpty();
    assertThat(Figures.shown("ndcg@10", one)).isEqualTo("0.1000");
  }

  @Test
  void shouldNotBeJudgedWhenOneSeedCouldNotBe() {
    SortedMap<Long, ModelResult> seeds =
        new TreeMap<>(Map.of(1L, result(0.1, 3), 2L, ModelResult.failed(PIPELINE, "astray")));

    assertThat(ModelResult.over(seeds).fault()).isEqualTo("astray");
  }

  @Test
  void shouldTrainWithEachSeedWhatIsRandom() throws Exception {
    EvaluationReport both = judged("both", List.of(2L, 5L));
    EvaluationReport alone = judged("alone", List.of(5L));

    assertThat(directory.resolve("both.popularity"))
        .hasSameTextualContentAs(directory.resolve("alone.popularity"));
    assertThat(directory.resolve("both.ials.seed5"))
        .hasSameTextualContentAs(directory.resolve("alone.ials"));
    assertThat(Files.readString(directory.resolve("both.ials.seed2")))
        .isNotEqualTo(Files.readString(directory.resolve("both.ials.seed5")));
    assertThat(both.results().getLast().bySeed()).containsOnlyKeys(2L, 5L);
    assertThat(both.results().getLast().bySeed().get(5L))
        .isEqualTo(alone.results().getLast().metrics());
    JsonNode json = new ObjectMapper().readTree(both.json());
    assertThat(json.get("seeds").toString()).isEqualTo("[2,5]");
    assertThat(json.get("models").get(0).has("standard deviation")).isFalse();
    JsonNode ials = json.get("models").get(1);
    assertThat(ials.get("metrics by seed").get("5").get("ndcg@10").asDouble())
        .isEqualTo(alone.results().getLast().metrics().get("ndcg@10"));
    assertThat(ials.get("standard deviation").has("ndcg@10")).isTrue();
  }

  private EvaluationReport judged(String name, List<Long> seeds) throws Exception {
    EvaluationData data =
        EvaluationData.read(
            ListedRatings.first(3_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);
    return Runs.run(
        data,
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(ModelName.POPULARITY, ModelName.IALS),
            List.of(),
            directory.resolve(name),
            false),
        seeds);
  }
}
