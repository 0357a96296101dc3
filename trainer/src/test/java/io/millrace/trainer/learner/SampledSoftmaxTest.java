package io.millrace.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledSoftmaxTest {
  private static final float[] NO_CORRECTION = {0, 0, 0, 0};

  @Test
  void shouldGiveTheHandWorkedLossAndGradientOverThePool() {
    float[] logits = {0, (float) Math.log(2), (float) Math.log(5), 9};
    FloatBuffer rows = FloatBuffer.wrap(logits.clone());

    double[] sums = apply(NegativeSampling.IN_BATCH, batch(1, NO_CORRECTION, new int[] {3}), rows);

    // exp: 1, 2, 5; the fourth is rated. Loss: -ln(2 / 8).
    assertThat(sums[0]).isCloseTo(Math.log(4), within(1e-6));
    assertThat(rows.get(0)).isCloseTo(0.125f, within(1e-6f));
    assertThat(rows.get(1)).isCloseTo(0.25f - 1, within(1e-6f));
    assertThat(rows.get(2)).isCloseTo(0.625f, within(1e-6f));
    assertThat(rows.get(3)).isZero();
  }

  @Test
  void shouldTakeTheLogOfTheSamplingChanceOffTheLogits() {
    FloatBuffer rows = FloatBuffer.wrap(new float[] {0, 0, 0, 0});
    float rare = (float) Math.log(0.1);
    float[] logQ = {0, rare, 0, 0};

    double[] sums = apply(NegativeSampling.IN_BATCH, batch(1, logQ, new int[0]), rows);

    // The positive was met once in ten pools: its weight is 10 beside three ones.
    assertThat(sums[0]).isCloseTo(-Math.log(10.0 / 13), within(1e-5));
  }

  @Test
  void shouldContrastWithTheHighestScoringUnratedItem() {
    FloatBuffer rows = FloatBuffer.wrap(new float[] {1, 0, 2, 9});

    apply(
        new SampledSoftmax(NegativeSampling.HARD, 1, 1),
        batch(1, NO_CORRECTION, new int[] {3}),
        rows,
        1);

    assertThat(rows.get(0)).isZero();
    assertThat(rows.get(2)).isPositive();
    assertThat(rows.get(3)).isZero();
  }

  @Test
  void shouldDrawTheSameUnratedNegativesWithAnyNumberOfThreads() {
    int size = 64;
    int pool = 200;
    RetrievalBatch batch = large(size, pool);
    FloatBuffer one = logits(size, pool);
    FloatBuffer four = logits(size, pool);

    SampledSoftmax loss = new SampledSoftmax(NegativeSampling.MIXED, 20, 5);
    double[] sumsOfOne = apply(loss, batch, one, 1);
    double[] sumsOfFour = apply(loss, batch, four, 4);

    // To the last bits only: lanes are added up in another order once the compiler has been there.
    assertThat(sumsOfFour).containsExactly(sumsOfOne, within(1e-6));
    assertThat(four.array()).containsExactly(one.array(), within(1e-6f));
    for (int row = 0; row < size; row++) {
      int contrasted = 0;
      for (int p = 0; p < pool; p++) {
        contrasted += one.get(row * pool + p) != 0 ? 1 : 0;
        assertThat(four.get(row * pool + p) != 0).isEqualTo(one.get(row * pool + p) != 0);
      }
      assertThat(contrasted).isEqualTo(26);
      assertThat(one.get(row * pool + 199)).as("rated by all").isZero();
    }
  }

  @Test
  void shouldGiveTheGradientThatFiniteDifferencesGive() {
    RetrievalBatch batch = large(8, 30);
    FloatBuffer gradient = logits(8, 30);
    SampledSoftmax loss = new SampledSoftmax(NegativeSampling.IN_BATCH, 1, 1);
    apply(loss, batch, gradient, 1);
    float h = 0.01f;
    for (int at : new int[] {0, 31, 77, 239}) {
      double slope = (mean(loss, batch, at, h) - mean(loss, batch, at, -h)) / (2 * h);
      assertThat((double) gradient.get(at)).isCloseTo(slope, within(2e-4));
    }
  }

  private static double mean(SampledSoftmax loss, RetrievalBatch batch, int at, float by) {
    FloatBuffer rows = logits(8, 30);
    rows.put(at, rows.get(at) + by);
    double[] sums = apply(loss, batch, rows, 1);
    return IntStream.range(0, 8).mapToDouble(i -> sums[i]).sum() / 8;
  }

  private static FloatBuffer logits(int size, int pool) {
    float[] values = new float[size * pool];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.7) * 3;
    }
    return FloatBuffer.wrap(values);
  }

  private static RetrievalBatch batch(int positive, float[] logQ, int[] rated) {
    return new RetrievalBatch(
        1,
        new int[1],
        new float[0],
        new int[0],
        null,
        new int[] {positive},
        new int[] {1, 2, 3, 4},
        logQ,
        new int[] {0, rated.length},
        rated,
        7);
  }

  private static RetrievalBatch large(int size, int pool) {
    int[] rated = IntStream.range(0, size).map(i -> pool - 1).toArray();
    return new RetrievalBatch(
        size,
        new int[size],
        new float[0],
        new int[0],
        null,
        IntStream.range(0, size).map(i -> i % (pool - 1)).toArray(),
        IntStream.rangeClosed(1, pool).toArray(),
        new float[pool],
        IntStream.rangeClosed(0, size).toArray(),
        rated,
        11);
  }

  private static double[] apply(NegativeSampling strategy, RetrievalBatch batch, FloatBuffer rows) {
    return apply(new SampledSoftmax(strategy, 2, 1), batch, rows, 1);
  }

  private static double[] apply(
      SampledSoftmax loss, RetrievalBatch batch, FloatBuffer rows, int threads) {
    try (Workers workers = new Workers(threads)) {
      return loss.apply(batch, rows, workers);
    }
  }
}
