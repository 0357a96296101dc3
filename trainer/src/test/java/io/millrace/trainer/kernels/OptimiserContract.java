package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clipping and Adam. */
interface OptimiserContract extends OnKernels {
  /** A weight and its moments after a step, by the paper's formulas. */
  record Step(double weight, double first, double second) {
    static Step of(double w, double m, double v, double g, double rate, int step) {
      double first = 0.9 * m + 0.1 * g;
      double second = 0.999 * v + 0.001 * g * g;
      double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
      return new Step(w - corrected * first / (Math.sqrt(second) + 1e-8), first, second);
    }
  }

  /** Positive, as second moments are. */
  private Cells squares(int rows, int columns) {
    float[] values = bench().normal(rows, columns).now();
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
    return bench().cells(values, rows, columns);
  }

  private Floats flat(Cells cells) {
    return bench().floats(cells.now());
  }

  @Test
  default void shouldMoveTheRangeWhenAdamTakesAStep() {
    for (int count : new int[] {1, 15, 100, 40_001}) {
      Cells w = bench().normal(1, count);
      Cells g = bench().normal(1, count);
      Cells m = bench().normal(1, count);
      Cells v = squares(1, count);
      Floats weights = flat(w);
      Floats first = flat(m);
      Floats second = flat(v);
      int from = count / 7;
      int to = count - count / 9;
      int step = 1 + bench().random().nextInt(1000);

      bench()
          .kernels()
          .adam(weights, flat(g), first, second, from, to, 0.01f, step, bench().floats(9, 0.5f), 1);

      float[] newWeights = bench().read(weights);
      float[] newFirst = bench().read(first);
      float[] newSecond = bench().read(second);
      for (int i = 0; i < count; i++) {
        boolean in = i >= from && i < to;
        Step expected =
            in
                ? Step.of(w.was(i), m.was(i), v.was(i), 0.5 * g.was(i), 0.01, step)
                : new Step(w.was(i), m.was(i), v.was(i));
        String place = bench().named("adam", count, i);
        double moved = Math.abs(expected.weight() - w.was(i));
        expectMoment(newFirst[i], expected.first(), place);
        expectMoment(newSecond[i], expected.second(), place);
        assertThat((double) newWeights[i])
            .as(place)
            .isCloseTo(expected.weight(), within(3e-7 * Math.abs(w.was(i)) + 4e-6 * moved + 1e-8));
      }
    }
  }

  private static void expectMoment(float found, double expected, String place) {
    assertThat((double) found)
        .as(place)
        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  @Test
  default void shouldDoNothingWhenTheRangeIsEmpty() {
    Floats weights = bench().floats(1, 2);

    bench().kernels().adam(weights, weights, weights, weights, 1, 1, 1, 1, bench().floats(1), 0);

    assertThat(bench().read(weights)).containsExactly(1, 2);
  }

  /** Subnormal moments would slow every later step down by a factor. */
  @Test
  default void shouldKeepMomentsFromSubnormalsWhenNoGradientArrivesAnyMore() {
    int steps = 1500;
    Floats weights = bench().floats(1, 2, 3);
    Floats none = bench().floats(0, 0, 1e-20f);
    Floats first = bench().floats(1, -1e-20f, 0);
    Floats second = bench().floats(1, 1e-29f, 0);
    for (int step = 1; step <= steps; step++) {
      bench().kernels().adam(weights, none, first, second, 0, 3, 0.01f, step, bench().floats(1), 0);
    }

    for (Floats moments : List.of(first, second)) {
      for (float moment : bench().read(moments)) {
        assertThat(moment == 0 || Math.abs(moment) >= Float.MIN_NORMAL).as("%s", moment).isTrue();
      }
    }
    double decayed = Math.pow(0.999, steps);
    assertThat((double) bench().read(second)[0]).isCloseTo(decayed, within(1e-4 * decayed));
    assertThat((double) bench().read(first)[0]).isCloseTo(0, within(1e-29));
    assertThat(bench().read(weights)[1]).isEqualTo(2);
  }

  @Test
  default void shouldRefuseAStepBeforeTheFirst() {
    Floats x = bench().floats(1, 2);

    assertThatThrownBy(() -> bench().kernels().adam(x, x, x, x, 0, 1, 1, 0, x, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("step", "0");
  }

  @Test
  default void shouldShortenWhenAGradientIsLongerThanTheLimit() {
    Floats factor = bench().floats(7, 7);
    Kernels kernels = bench().kernels();

    kernels.clip(bench().floats(9, 3, 4, 9), 1, 3, 2.5f, factor, 1);
    assertThat(bench().read(factor)).containsExactly(7, 0.5f);
    kernels.clip(bench().floats(3, 4), 0, 2, 6, factor, 1);
    assertThat(bench().read(factor)).containsExactly(7, 1);
    kernels.clip(bench().floats(0, 0), 0, 2, 6, factor, 1);
    assertThat(bench().read(factor)).containsExactly(7, 1);
  }

  @Test
  default void shouldMeasureTheWholeLengthWhenTheGradientIsLarge() {
    Cells gradient = bench().normal(1, 100_003);

    Floats factor = bench().floats(0);
    bench().kernels().clip(flat(gradient), 0, 100_003, 1, factor, 0);

    double length = Math.sqrt(Sums.over(100_003, i -> gradient.was(i) * gradient.was(i)));
    assertThat((double) bench().read(factor)[0]).isCloseTo(1 / length, within(1e-5 / length));
  }

  @Test
  default void shouldSayNotANumberWhenTheGradientIsNone() {
    Floats factor = bench().floats(0);

    bench().kernels().clip(bench().floats(1, Float.NaN), 0, 2, 1, factor, 0);

    assertThat(bench().read(factor)[0]).isNaN();
  }

  @Test
  default void shouldMoveTouchedRowsOnlyWhenGradientsAreOfRows() {
    for (int i = 0; i < SHAPES; i++) {
      adamRows(1 + bench().rows(), bench().columns());
    }
  }

  private void adamRows(int tableRows, int columns) {
    Cells w = bench().normal(tableRows, columns);
    Cells m = bench().normal(tableRows, columns);
    Cells v = squares(tableRows, columns);
    int[] touched =
        IntStream.range(0, tableRows).filter(r -> bench().random().nextBoolean()).toArray();
    int[] starts = new int[touched.length + 1];
    for (int t = 0; t < touched.length; t++) {
      starts[t + 1] = starts[t] + bench().random().nextInt(5);
    }
    int entries = starts[touched.length];
    Cells gradients = bench().normal(1, columns * 7 + 5);
    int[] sources = bench().random().ints(entries, 0, columns * 6 + 6).toArray();
    Cells weights = bench().normal(1, Math.max(1, entries));
    int step = 1 + bench().random().nextInt(50);

    bench()
        .kernels()
        .adamRows(
            w.matrix(),
            m.matrix(),
            v.matrix(),
            touched.length,
            new RowGradients(
                bench().ints(touched), bench().ints(starts), bench().ints(sources), flat(weights)),
            flat(gradients),
            0.01f,
            step);

    int[] at = new int[tableRows];
    Arrays.fill(at, -1);
    for (int t = 0; t < touched.length; t++) {
      at[touched[t]] = t;
    }
    Step[][] expected = new Step[tableRows][columns];
    for (int r = 0; r < tableRows; r++) {
      for (int c = 0; c < columns; c++) {
        int column = c;
        int t = at[r];
        expected[r][c] =
            t < 0
                ? new Step(w.was(r, c), m.was(r, c), v.was(r, c))
                : Step.of(
                    w.was(r, c),
                    m.was(r, c),
                    v.was(r, c),
                    Sums.over(
                        starts[t + 1] - starts[t],
                        e ->
                            weights.was(starts[t] + e)
                                * gradients.was(sources[starts[t] + e] + column)),
                    0.01,
                    step);
      }
    }
    String shape = bench().named("adamRows", tableRows, columns, touched.length);
    m.expect(shape, (r, c) -> expected[r][c].first(), 8, (r, c) -> 1 + Math.abs(m.was(r, c)) + 4);
    v.expect(shape, (r, c) -> expected[r][c].second(), 8, (r, c) -> v.was(r, c) + 4);
    // A quotient of a small second moment magnifies what was rounded in it.
    w.expect(
        shape,
        (r, c) -> expected[r][c].weight(),
        16,
        (r, c) ->
            Math.abs(w.was(r, c)) + (1 + Math.abs(expected[r][c].weight() - w.was(r, c))) * 4);
  }
}
