package io.millrace.trainer.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.protocol.judge.Judged;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelResultTest {
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
}
