package io.millrace.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.dataset.InteractionSeries;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Three items: user 0 rates 0, 1; user 1 rates 1, 0, 2; user 2 rates 1. */
class BaselinesTest {
  private static final Offset<Float> NEARLY = within(1e-6f);

  private static Interactions data() {
    InteractionSeries series =
        new InteractionSeries(List.of("a", "b", "c"), List.of("u", "v", "w"), Map.of(), Map.of());
    int[][] events = {{0, 0}, {1, 1}, {0, 1}, {1, 0}, {1, 2}, {2, 1}};
    for (int k = 0; k < events.length; k++) {
      series.add(events[k][0], events[k][1], 8, 1000L * k);
    }
    return series.build();
  }

  private static float[] scores(Baseline baseline, int... items) {
    RatedItems history = new RatedItems(0);
    for (int item : items) {
      history.add(item);
    }
    float[] scores = {7, 7, 7};
    baseline.score(history, scores);
    return scores;
  }

  private static Baseline fitted(Baseline baseline) {
    baseline.fit(data());
    return baseline;
  }

  @Test
  void shouldCountRatingsWhenPopular() {
    Baseline popularity = fitted(new Popularity());
    assertThat(scores(popularity, 0)).containsExactly(2, 3, 1);

    popularity.observe(new RatedItems(2), 2);
    assertThat(scores(popularity, 0)).containsExactly(2, 3, 2);
  }

  @Test
  void shouldSumCosinesOfTheLastItems() {
    float ab = (float) (2 / Math.sqrt(6));
    float ac = (float) (1 / Math.sqrt(2));
    float bc = (float) (1 / Math.sqrt(3));
    assertThat(scores(fitted(new ItemKnn(5)), 0, 1))
        .containsExactly(new float[] {ab, ab, ac + bc}, NEARLY);
    assertThat(scores(fitted(new ItemKnn(1)), 0, 1))
        .containsExactly(new float[] {ab, 0, bc}, NEARLY);
  }

  @Test
  void shouldSolveEaseAsByHand() {
    // G + I = [3 2 1; 2 4 1; 1 1 2], determinant 13, inverse [7 -3 -2; -3 5 -1; -2 -1 8] / 13.
    float[] weights = scores(fitted(new Ease(1, 1)), 0);
    assertThat(weights).containsExactly(new float[] {0, 3f / 5, 2f / 8}, NEARLY);
    assertThat(scores(fitted(new Ease(1, 2)), 0, 1))
        .containsExactly(new float[] {3f / 7, 3f / 5, 2f / 8 + 1f / 8}, NEARLY);
  }

  @Test
  void shouldAddSharesOfSuccessorsByLag() {
    Baseline transitions = fitted(new Transitions());
    // u: a, b; v: b, a, c; so a is followed by b and c, b by a (1) and c (1/2), c by nothing.
    assertThat(scores(transitions, 0)).containsExactly(new float[] {0, 0.5f, 0.5f}, NEARLY);
    assertThat(scores(transitions, 0, 1))
        .containsExactly(new float[] {2f / 3, 0.25f, 1f / 3 + 0.25f}, NEARLY);

    RatedItems history = new RatedItems(2);
    history.add(1);
    transitions.observe(history, 2);
    assertThat(scores(transitions, 1)).containsExactly(new float[] {0.4f, 0, 0.6f}, NEARLY);
  }

  @Test
  void shouldInvertWhatTimesItselfIsTheIdentity() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int n = 1 + random.nextInt(40);
    double[] factor = random.doubles((long) n * n, -1, 1).toArray();
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i * n + j] = i == j ? 1 : 0;
        for (int k = 0; k < n; k++) {
          matrix[i * n + j] += factor[i * n + k] * factor[j * n + k];
        }
      }
    }
    double[] inverse = matrix.clone();
    PositiveDefinite.invert(inverse, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double product = 0;
        for (int k = 0; k < n; k++) {
          product += matrix[i * n + k] * inverse[k * n + j];
        }
        assertThat(product)
            .as("seed %d, [%d, %d]", seed, i, j)
            .isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }
}
