package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  /** Forty lists of two: said to be 0.5 and 0.1; the first was right in ten, the second in four. */
  private static Predictions predictions() {
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int rank = i < 10 ? 1 : i < 14 ? 2 : 3;
      all.add(new Prediction(i, rank, new int[] {7, 8}, new double[] {0.5, 0.1}));
    }
    return new Predictions(all);
  }

  @Test
  void shouldHoldWhatWasPromisedAgainstWhatCame() {
    Map<String, Double> metrics = new TreeMap<>();

    Reliability.of(predictions()).into(metrics, 40);

    assertThat(metrics.get("expected_hr@10")).isCloseTo(0.6, within(1e-9));
    assertThat(metrics.get("calibration_error@10")).isBetween(0.125, 0.5);
  }

  @Test
  void shouldBinItemsByTheirProbability() {
    List<Reliability.Bin> bins = Reliability.of(predictions()).bins();

    assertThat(bins).hasSize(20).allMatch(bin -> bin.items() == 4);
    assertThat(bins.subList(0, 10)).allMatch(bin -> Math.abs(bin.probability() - 0.1) < 1e-9);
    assertThat(bins.stream().mapToDouble(bin -> bin.rated() * bin.items()).sum())
        .isCloseTo(14, within(1e-9));
  }

  @Test
  void shouldSayNothingOfRankingsThatDoNot() {
    Map<String, Double> metrics = new TreeMap<>();
    Predictions silent = new Predictions(List.of(new Prediction(0, 1, new int[] {1}, null)));

    Reliability.of(silent).into(metrics, 1);

    assertThat(metrics).isEmpty();
  }
}
