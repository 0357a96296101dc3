package io.millrace.trainer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The gradients that leave the networks, against finite differences. */
class GradientTest {
  private static final int N = 16;
  private static final float H = 2e-3f;

  @Test
  void shouldGiveTheTowersGradientAtItsInput() {
    DenseTower tower = new DenseTower("user", 6, List.of(8, 5), 4, 0, 0.01, 3);
    float[] input = random(N * 6, 1);
    float[] weights = random(N * 4, 2);
    tower.forward(input, N);
    float[] gradient = tower.backward(weights, N);
    for (int at : new int[] {0, 7, 50, N * 6 - 1}) {
      double slope =
          (loss(tower, moved(input, at, H), weights) - loss(tower, moved(input, at, -H), weights))
              / (2 * H);
      assertThat((double) gradient[at]).isCloseTo(slope, within(0.03));
    }
  }

  private static double loss(DenseTower tower, float[] input, float[] weights) {
    return dot(tower.forward(input, N), weights);
  }

  @Test
  void shouldGiveTheGradientThroughTheNormalisation() {
    float[] raw = random(12, 4);
    float[] weights = random(12, 5);
    float[] gradient = new UnitRows(raw, 4).backward(weights);
    for (int at = 0; at < raw.length; at++) {
      double up = dot(new UnitRows(moved(raw, at, 1e-3f), 4).values(), weights);
      double down = dot(new UnitRows(moved(raw, at, -1e-3f), 4).values(), weights);
      assertThat((double) gradient[at]).isCloseTo((up - down) / 2e-3, within(1e-3));
    }
  }

  @Test
  void shouldGiveTheRankersGradientAtItsInput() {
    RankingBatch batch = rankingBatch(random(N * 10, 6));
    float[] gradient = new float[N * 10];
    List<Tensor> weights = new Dl4jRanker(ranker(0, Map.of())).export();
    new Dl4jRanker(ranker(0, byName(weights))).step(batch, gradient);
    for (int at : new int[] {0, 13, 77, N * 10 - 1}) {
      double slope =
          (rankingLoss(weights, moved(batch.input(), at, H))
                  - rankingLoss(weights, moved(batch.input(), at, -H)))
              / (2 * H);
      assertThat((double) gradient[at]).isCloseTo(slope, within(2e-3));
    }
  }

  @Test
  void shouldNameStepAndRateWhenItDiverges() {
    Dl4jRanker ranker = new Dl4jRanker(ranker(1e18, Map.of()));
    assertThatThrownBy(
            () -> {
              for (int step = 0; step < 20; step++) {
                ranker.step(rankingBatch(random(N * 10, step)), null);
              }
            })
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("ranking: training diverged at step")
        .hasMessageContaining("1.0E18")
        .hasMessageContaining("learning_rate_ranking");
  }

  private static double rankingLoss(List<Tensor> weights, float[] input) {
    return new Dl4jRanker(ranker(0, byName(weights))).step(rankingBatch(input), null).total();
  }

  private static RankerSpec ranker(double rate, Map<String, Tensor> initial) {
    return new RankerSpec(10, 3, 0, List.of(8, 6), rate, 0, 0.7, 0.3, 0.6, 4, 5, initial);
  }

  private static Map<String, Tensor> byName(List<Tensor> tensors) {
    return tensors.stream().collect(Collectors.toMap(Tensor::name, t -> t));
  }

  private static RankingBatch rankingBatch(float[] input) {
    float[] rating = random(N, 8);
    boolean[] rated = new boolean[N];
    float[] click = new float[N];
    for (int i = 0; i < N; i += 4) {
      rated[i] = true;
      click[i] = i == 4 ? -1 : 1;
    }
    return new RankingBatch(N, input, rating, rated, click);
  }

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] moved(float[] values, int at, float by) {
    float[] copy = values.clone();
    copy[at] += by;
    return copy;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
