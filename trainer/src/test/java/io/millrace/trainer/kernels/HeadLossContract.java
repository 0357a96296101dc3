package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The rating and the click head. */
interface HeadLossContract extends OnKernels {
  @Test
  default void shouldSumBothLossesWhenSomeRowsHaveOnlyOne() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = i == 0 ? 0 : i == 1 ? 1000 : bench().rows();
      Cells out = bench().normal(rows, 2);
      Cells rating = labels(rows, new float[] {-1, 0.5f, 3, 5});
      Cells click = labels(rows, new float[] {-1, 0, 1, 0.3f, 0.9f});
      Cells gradient = bench().poisoned(rows, 2);
      Floats results = bench().floats(7, Float.NaN, Float.NaN, 7);

      bench()
          .kernels()
          .headLoss(
              rows,
              out.matrix(),
              rating.matrix(),
              click.matrix(),
              0.5f,
              0.25f,
              3,
              gradient.matrix(),
              results,
              1);

      String shape = bench().named("headLoss", rows);
      gradient.expect(
          shape,
          (r, c) -> c == 0 ? ratingSlope(out, rating, r) : clickSlope(out, click, r),
          4,
          (r, c) -> 16);
      float[] found = bench().read(results);
      double squares = Sums.over(rows, r -> square(out, rating, r));
      double entropies = Sums.over(rows, r -> entropy(out, click, r));
      assertThat((double) found[1]).as(shape).isCloseTo(squares, within(1e-6 * squares + 1e-9));
      assertThat((double) found[2]).as(shape).isCloseTo(entropies, within(1e-6 * entropies + 1e-9));
      assertThat(found[0]).isEqualTo(7);
      assertThat(found[3]).isEqualTo(7);
    }
  }

  private Cells labels(int rows, float[] among) {
    float[] values = new float[Math.max(1, rows)];
    for (int r = 0; r < values.length; r++) {
      values[r] = among[bench().random().nextInt(among.length)];
    }
    return bench().row(values);
  }

  private static double square(Cells out, Cells rating, int r) {
    return rating.was(r) < 0 ? 0 : Math.pow(out.was(r, 0) - rating.was(r), 2);
  }

  private static double ratingSlope(Cells out, Cells rating, int r) {
    return rating.was(r) < 0 ? 0 : 0.5 * 2 * (out.was(r, 0) - rating.was(r));
  }

  private static double weight(double label) {
    return label > 0.5 ? 3 : 1;
  }

  private static double chance(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double entropy(Cells out, Cells click, int r) {
    double label = click.was(r);
    double chance = chance(out.was(r, 1));
    return label < 0
        ? 0
        : -weight(label) * (label * Math.log(chance) + (1 - label) * Math.log(1 - chance));
  }

  private static double clickSlope(Cells out, Cells click, int r) {
    double label = click.was(r);
    return label < 0 ? 0 : 0.25 * weight(label) * (chance(out.was(r, 1)) - label);
  }

  /** Lists: rows 0-2, 3 (without a click label), 4-5, 6 alone; logits made to be worked by hand. */
  @Test
  default void shouldAddEachListsSoftmaxWhenItsFirstRowIsClicked() {
    float ln2 = (float) Math.log(2);
    float[] logits = {ln2, 0, 0, 5, 0, ln2, 3};
    float[] values = new float[14];
    for (int r = 0; r < 7; r++) {
      values[2 * r] = 9;
      values[2 * r + 1] = logits[r];
    }
    Cells out = bench().cells(values, 7, 2);
    Cells rating = bench().row(0.5f, -1, -1, 0.5f, 0.5f, -1, 0.5f);
    Cells click = bench().row(1, 0, 0, -1, 1, 0, 1);
    Cells gradient = bench().cells(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 7, 2);
    Floats results = bench().floats(7, 0, 7);

    bench()
        .kernels()
        .listLoss(
            7, out.matrix(), rating.matrix(), click.matrix(), 12, gradient.matrix(), results, 1);

    // shares 1/2 1/4 1/4, none, 1/3 2/3, 1: times 12, less 12 of the first, on top of 1
    double[] expected = {-5, 4, 4, 1, -7, 9, 1};
    gradient.expect("listLoss", (r, c) -> c == 0 ? 1 : expected[r], 8, (r, c) -> 16);
    assertThat((double) bench().read(results)[1])
        .isCloseTo(Math.log(2) + Math.log(3), within(1e-6));
    assertThat(bench().read(results)[0]).isEqualTo(7);
    assertThat(bench().read(results)[2]).isEqualTo(7);
  }

  @Test
  default void shouldStayFiniteWhenALogitIsHuge() {
    Cells out = bench().cells(new float[] {0, 200, 0, -200}, 2, 2);
    Cells labels = bench().row(0, 1);
    Cells none = bench().row(-1, -1);
    Cells gradient = bench().poisoned(2, 2);
    Floats results = bench().floats(0, 0);

    bench()
        .kernels()
        .headLoss(
            2,
            out.matrix(),
            none.matrix(),
            labels.matrix(),
            1,
            1,
            1,
            gradient.matrix(),
            results,
            0);

    assertThat(bench().read(results)).containsExactly(0, 400);
    assertThat(gradient.now()).containsExactly(0, 1, 0, -1);
  }
}
