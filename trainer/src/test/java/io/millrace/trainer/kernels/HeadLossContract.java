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
