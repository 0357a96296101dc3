package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What dense and cross layers do beside their products. */
interface DenseContract extends OnKernels {
  @Test
  default void shouldAddBiasAndCutAtZeroWhenAsked() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      boolean relu = i % 2 == 0;
      Cells x = bench().normal(rows, columns);
      Cells bias = bench().normal(1, columns);

      bench().kernels().addBias(rows, x.matrix(), bias.matrix(), relu);

      x.expect(
          bench().named("addBias", rows, columns, relu),
          (r, c) -> Math.max(relu ? 0 : -1e30, x.was(r, c) + bias.was(c)),
          1,
          (r, c) -> Math.abs(x.was(r, c)) + Math.abs(bias.was(c)));
    }
  }

  @Test
  default void shouldTakeOnlyTheRowsAskedForWhenThereAreMore() {
    Cells x = bench().normal(9, 5);
    Cells bias = bench().normal(1, 5);

    bench().kernels().addBias(4, x.matrix(), bias.matrix(), false);

    x.expect("part", (r, c) -> x.was(r, c) + (r < 4 ? bias.was(c) : 0), 2, (r, c) -> 9);
  }

  @Test
  default void shouldStopGradientsAndSumColumnsWhenGoingBackThroughBias() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      boolean relu = i % 2 == 0;
      Cells y = bench().normal(rows, columns);
      Cells gradient = bench().normal(rows, columns);
      Cells sums = bench().poisoned(1, columns);

      bench().kernels().addBiasGradient(rows, y.matrix(), relu, gradient.matrix(), sums.matrix());

      Cells.Values expected = (r, c) -> relu && y.was(r, c) <= 0 ? 0 : gradient.was(r, c);
      String shape = bench().named("addBiasGradient", rows, columns, relu);
      gradient.expect(shape, expected, 0, (r, c) -> 0);
      sums.expect(
          shape,
          (one, c) -> Sums.over(rows, r -> expected.at(r, c)),
          rows,
          (one, c) -> Sums.over(rows, r -> Math.abs(expected.at(r, c))));
    }
  }

  @Test
  default void shouldCrossWhenShapesAreAny() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      Cells x0 = bench().normal(rows, columns);
      Cells x = bench().normal(rows, columns);
      Cells product = bench().normal(rows, columns);
      Cells bias = bench().normal(1, columns);
      Cells next = bench().poisoned(rows, columns);

      bench()
          .kernels()
          .cross(rows, x0.matrix(), x.matrix(), product.matrix(), bias.matrix(), next.matrix());

      Cells.Values sum = (r, c) -> product.was(r, c) + bias.was(c);
      String shape = bench().named("cross", rows, columns);
      product.expect(shape, sum, 1, (r, c) -> Math.abs(product.was(r, c)) + Math.abs(bias.was(c)));
      next.expect(
          shape,
          (r, c) -> x0.was(r, c) * sum.at(r, c) + x.was(r, c),
          4,
          (r, c) -> 1 + Math.abs(x.was(r, c)) + Math.abs(x0.was(r, c)) * 8);
      x0.expectUnchanged("x0");
      x.expectUnchanged("x");
    }
  }

  @Test
  default void shouldGoBackThroughACrossWhenShapesAreAny() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      Cells x0 = bench().normal(rows, columns);
      Cells product = bench().normal(rows, columns);
      Cells gradient = bench().normal(rows, columns);
      Cells productGradient = bench().poisoned(rows, columns);
      Cells x0Gradient = bench().normal(rows, columns);
      Cells sums = bench().poisoned(1, columns);

      bench()
          .kernels()
          .crossGradient(
              rows,
              x0.matrix(),
              product.matrix(),
              gradient.matrix(),
              productGradient.matrix(),
              i % 3 == 2 ? null : x0Gradient.matrix(),
              sums.matrix());

      Cells.Values through = (r, c) -> gradient.was(r, c) * x0.was(r, c);
      String shape = bench().named("crossGradient", rows, columns);
      productGradient.expect(shape, through, 1, through);
      if (i % 3 == 2) {
        x0Gradient.expectUnchanged("x0Gradient");
      } else {
        x0Gradient.expect(
            shape,
            (r, c) -> x0Gradient.was(r, c) + gradient.was(r, c) * product.was(r, c),
            2,
            (r, c) ->
                Math.abs(x0Gradient.was(r, c)) + Math.abs(gradient.was(r, c) * product.was(r, c)));
      }
      sums.expect(
          shape,
          (one, c) -> Sums.over(rows, r -> through.at(r, c)),
          rows + 1,
          (one, c) -> Sums.over(rows, r -> Math.abs(through.at(r, c))));
      gradient.expectUnchanged("gradient");
    }
  }

  @Test
  default void shouldNameTheArgumentWhenALayersMatrixIsOfAnotherSize() {
    Matrix x = bench().normal(3, 4).matrix();
    Matrix wide = bench().normal(3, 5).matrix();

    assertThatThrownBy(() -> bench().kernels().addBias(3, x, wide, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bias: expected 1 x 4, found 3 x 5");
    assertThatThrownBy(() -> bench().kernels().addBias(4, x, x, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x: expected 4 x 4, found 3 x 4");
    assertThatThrownBy(() -> bench().kernels().cross(3, x, x, x, x, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("next: expected 3 x 4, found 3 x 5");
  }
}
