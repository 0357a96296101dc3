package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Batch normalisation with ReLU and dropout. */
interface BatchNormContract extends OnKernels {
  float EPSILON = 1e-3f;
  float MOMENTUM = 0.9f;

  /** A layer's six rows. */
  record Layer(
      Cells gamma, Cells beta, Cells mean, Cells variance, Cells batchMean, Cells inverse) {
    static Layer random(Bench bench, int columns) {
      return new Layer(
          bench.normal(1, columns),
          bench.normal(1, columns),
          bench.normal(1, columns),
          bench.normal(1, columns),
          bench.poisoned(1, columns),
          bench.poisoned(1, columns));
    }

    BatchNormState state() {
      return new BatchNormState(
          gamma.matrix(),
          beta.matrix(),
          mean.matrix(),
          variance.matrix(),
          batchMean.matrix(),
          inverse.matrix());
    }
  }

  /** Moments of the columns in double precision. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Moments(double[] mean, double[] inverse, double[] variance, double[] spread) {
    static Moments of(Cells x, int rows, int columns) {
      Moments m =
          new Moments(
              new double[columns], new double[columns], new double[columns], new double[columns]);
      for (int c = 0; c < columns; c++) {
        int column = c;
        double mean = Sums.over(rows, r -> x.was(r, column)) / rows;
        double variance = Sums.over(rows, r -> Math.pow(x.was(r, column) - mean, 2)) / rows;
        m.mean[c] = mean;
        m.variance[c] = variance;
        m.inverse[c] = 1 / Math.sqrt(variance + EPSILON);
        m.spread[c] = Math.abs(mean) + Math.sqrt(variance);
      }
      return m;
    }

    double unit(Cells x, int r, int c) {
      return (x.was(r, c) - mean[c]) * inverse[c];
    }
  }

  @Test
  default void shouldNormaliseWhenNothingIsDropped() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = 1 + bench().rows();
      int columns = bench().columns();
      Cells x = bench().normal(rows, columns);
      Layer layer = Layer.random(bench(), columns);
      Cells y = bench().poisoned(rows, columns);

      bench()
          .kernels()
          .batchNorm(rows, x.matrix(), layer.state(), MOMENTUM, EPSILON, 1, 5, y.matrix());

      expectNormalised(x, layer, y, rows, columns);
    }
  }

  private void expectNormalised(Cells x, Layer layer, Cells y, int rows, int columns) {
    Moments m = Moments.of(x, rows, columns);
    String shape = bench().named("batchNorm", rows, columns);
    // The mean is of numbers near 1; the variance loses as much again to squares.
    layer.batchMean().expect(shape, (one, c) -> m.mean()[c], rows + 4, (one, c) -> 4);
    layer
        .inverse()
        .expect(
            shape,
            (one, c) -> m.inverse()[c],
            inverseRoundings(rows),
            (one, c) -> m.inverse()[c] * (1 + m.inverse()[c] * m.inverse()[c]));
    layer
        .mean()
        .expect(
            shape,
            (one, c) -> MOMENTUM * layer.mean().was(c) + (1 - MOMENTUM) * m.mean()[c],
            rows + 8,
            (one, c) -> 4);
    layer
        .variance()
        .expect(
            shape,
            (one, c) -> MOMENTUM * layer.variance().was(c) + (1 - MOMENTUM) * m.variance()[c],
            4 * rows + 16,
            (one, c) -> 16);
    y.expect(
        shape,
        (r, c) -> Math.max(0, layer.gamma().was(c) * m.unit(x, r, c) + layer.beta().was(c)),
        4 * rows + 64,
        (r, c) ->
            Math.abs(layer.beta().was(c))
                + Math.abs(layer.gamma().was(c)) * m.inverse()[c] * (1 + m.inverse()[c]) * 8);
    x.expectUnchanged("x");
  }

  private static double inverseRoundings(int rows) {
    return 8 * rows + 32;
  }

  @Test
  default void shouldKeepItsDigitsWhenAColumnIsFarFromZero() {
    int rows = 500;
    Cells near = bench().normal(rows, 3);
    float[] shifted = near.now();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 4096;
    }
    Cells x = bench().cells(shifted, rows, 3);
    Layer layer = Layer.random(bench(), 3);
    Cells y = bench().poisoned(rows, 3);

    bench().kernels().batchNorm(rows, x.matrix(), layer.state(), 0.9f, EPSILON, 1, 5, y.matrix());

    Moments m = Moments.of(x, rows, 3);
    layer.inverse().expect("far", (one, c) -> m.inverse()[c], 2000, (one, c) -> m.inverse()[c]);
    // Half a unit in the last place of a mean of 4096 is what cannot be had back.
    y.expect(
        "far",
        (r, c) -> Math.max(0, layer.gamma().was(c) * m.unit(x, r, c) + layer.beta().was(c)),
        4096 * 4,
        (r, c) -> 1 + Math.abs(layer.gamma().was(c)));
  }

  @Test
  default void shouldDoNothingWhenThereAreNoRows() {
    Layer layer = Layer.random(bench(), 5);
    Cells none = bench().normal(0, 5);

    bench()
        .kernels()
        .batchNorm(0, none.matrix(), layer.state(), 0.9f, EPSILON, 0.5f, 5, none.matrix());

    layer.mean().expectUnchanged("running mean");
    layer.variance().expectUnchanged("running variance");
  }

  @Test
  default void shouldGoBackThroughWhatWasKeptWhenSomeIsDropped() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = 1 + bench().rows();
      int columns = bench().columns();
      float keep = i % 2 == 0 ? 1 : 0.7f;
      Cells x = bench().normal(rows, columns);
      Layer layer = Layer.random(bench(), columns);
      Cells y = bench().poisoned(rows, columns);
      Cells gradient = bench().normal(rows, columns);
      Cells gammaGradient = bench().poisoned(1, columns);
      Cells betaGradient = bench().poisoned(1, columns);

      bench()
          .kernels()
          .batchNorm(rows, x.matrix(), layer.state(), 0.9f, EPSILON, keep, i, y.matrix());
      float[] kept = y.now();
      bench()
          .kernels()
          .batchNormGradient(
              rows,
              x.matrix(),
              layer.state(),
              keep,
              y.matrix(),
              gradient.matrix(),
              gammaGradient.matrix(),
              betaGradient.matrix());

      Moments m = Moments.of(x, rows, columns);
      Cells.Values through = (r, c) -> kept[r * columns + c] > 0 ? gradient.was(r, c) / keep : 0;
      double[] beta = new double[columns];
      double[] gamma = new double[columns];
      for (int column = 0; column < columns; column++) {
        int c = column;
        beta[c] = Sums.over(rows, r -> through.at(r, c));
        gamma[c] = Sums.over(rows, r -> through.at(r, c) * m.unit(x, r, c));
      }
      String shape = bench().named("batchNormGradient", rows, columns, keep);
      double slack = 8 * rows + 64;
      Cells.Values size = (one, c) -> (2 + rows) * (1 + m.inverse()[c] * m.inverse()[c]) * 4;
      betaGradient.expect(shape, (one, c) -> beta[c], 64, size);
      gammaGradient.expect(shape, (one, c) -> gamma[c], slack, size);
      gradient.expect(
          shape,
          (r, c) ->
              layer.gamma().was(c)
                  * m.inverse()[c]
                  * (through.at(r, c) - beta[c] / rows - m.unit(x, r, c) * gamma[c] / rows),
          slack,
          (r, c) ->
              Math.abs(layer.gamma().was(c))
                  * m.inverse()[c]
                  * (1 + m.inverse()[c] * m.inverse()[c])
                  * 16);
      y.expect("y", (r, c) -> kept[r * columns + c], 0, (r, c) -> 0);
    }
  }

  /** Values that are all above zero: what is 0 was dropped. */
  private float[] dropped(int rows, int columns, float keep, long seed) {
    float[] alike = new float[columns];
    Arrays.fill(alike, 20f);
    Layer random = Layer.random(bench(), columns);
    Layer layer =
        new Layer(
            bench().row(new float[columns]),
            bench().row(alike),
            random.mean(),
            random.variance(),
            random.batchMean(),
            random.inverse());
    Cells y = bench().poisoned(rows, columns);
    Cells x = bench().normal(rows, columns);
    bench()
        .kernels()
        .batchNorm(rows, x.matrix(), layer.state(), 0.9f, EPSILON, keep, seed, y.matrix());
    return y.now();
  }

  @Test
  default void shouldKeepTheShareAskedForWhenItDrops() {
    for (float keep : new float[] {0.2f, 0.5f, 0.9f}) {
      int rows = 400;
      int columns = 130;
      float[] y = dropped(rows, columns, keep, bench().random().nextLong());

      int kept = 0;
      for (float value : y) {
        if (value != 0) {
          assertThat(value).isCloseTo(20 / keep, org.assertj.core.data.Offset.offset(1e-3f));
          kept++;
        }
      }
      double deviation = Math.sqrt(rows * columns * keep * (1 - keep));
      assertThat(kept - rows * columns * (double) keep)
          .as(bench().named("kept of", rows * columns, keep))
          .isBetween(-5 * deviation, 5 * deviation);
      expectIndependent(y, rows, columns, keep);
    }
  }

  /** Neighbours along and across are kept together as often as chance has it. */
  private void expectIndependent(float[] y, int rows, int columns, float keep) {
    int along = 0;
    int across = 0;
    int pairs = (rows - 1) * (columns - 1);
    for (int r = 0; r + 1 < rows; r++) {
      for (int c = 0; c + 1 < columns; c++) {
        int at = r * columns + c;
        along += y[at] != 0 && y[at + 1] != 0 ? 1 : 0;
        across += y[at] != 0 && y[at + columns] != 0 ? 1 : 0;
      }
    }
    double chance = keep * (double) keep;
    // Neighbouring pairs share a member: at most three times the variance of separate ones.
    double deviation = Math.sqrt(3 * pairs * chance * (1 - chance));
    assertThat(along - pairs * chance).isBetween(-5 * deviation, 5 * deviation);
    assertThat(across - pairs * chance).isBetween(-5 * deviation, 5 * deviation);
  }

  @Test
  default void shouldDropByPlaceAndSeedAloneWhenTheBatchIsAnother() {
    float[] all = dropped(200, 37, 0.5f, 77);
    float[] fewer = dropped(50, 37, 0.5f, 77);
    float[] other = dropped(200, 37, 0.5f, 78);

    assertThat(fewer).isEqualTo(Arrays.copyOf(all, 50 * 37));
    assertThat(other).isNotEqualTo(all);
  }

  @Test
  default void shouldRefuseAShareThatIsNone() {
    Layer layer = Layer.random(bench(), 2);
    Matrix x = bench().normal(2, 2).matrix();
    Matrix y = bench().normal(2, 2).matrix();

    for (float keep : new float[] {0, -1, 1.01f, Float.NaN}) {
      assertThatThrownBy(
              () -> bench().kernels().batchNorm(2, x, layer.state(), 0.9f, EPSILON, keep, 1, y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("keep", String.valueOf(keep));
    }
  }

  @Test
  default void shouldScaleShiftAndCutAtZeroWhenInferring() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      Cells x = bench().normal(rows, columns);
      Cells scale = bench().normal(1, columns);
      Cells shift = bench().normal(1, columns);

      bench().kernels().scaleShiftRelu(rows, x.matrix(), scale.matrix(), shift.matrix());

      x.expect(
          bench().named("scaleShiftRelu", rows, columns),
          (r, c) -> Math.max(0, x.was(r, c) * scale.was(c) + shift.was(c)),
          2,
          (r, c) -> Math.abs(x.was(r, c) * scale.was(c)) + Math.abs(shift.was(c)));
    }
  }
}
