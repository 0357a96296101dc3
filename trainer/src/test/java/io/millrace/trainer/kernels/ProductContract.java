package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Matrix products. */
interface ProductContract extends OnKernels {
  @Test
  default void shouldMultiplyWhenShapesAndTransposesAreAny() {
    for (int i = 0; i < 3 * SHAPES; i++) {
      int k = i == 0 ? 0 : bench().columns() * (i % 7 == 0 ? 9 : 1);
      product(bench().rows(), bench().columns(), k, i % 2 == 0, i % 4 < 2, 0);
    }
  }

  @Test
  default void shouldAddToWhatIsThereWhenBetaIsNotZero() {
    for (int i = 0; i < SHAPES; i++) {
      int k = i == 0 ? 0 : bench().columns();
      product(bench().rows(), bench().columns(), k, i % 2 == 0, i % 4 < 2, i % 3 == 0 ? 1 : -0.5f);
    }
  }

  @Test
  default void shouldMultiplyWhenEveryThreadHasAPart() {
    product(301, 67, 333, false, true, 0);
    product(67, 301, 333, true, false, 1);
  }

  /** As gradients at weights are, with sides that fill tiles and sides that do not. */
  @Test
  default void shouldMultiplyWhenTheDepthIsMuchLongerThanTheSides() {
    product(8, 32, 256, true, false, 0);
    product(64, 48, 1100, true, false, 0);
    product(13, 33, 700, true, false, -0.5f);
    product(9, 50, 4200, true, false, 1);
  }

  private void product(int m, int n, int k, boolean transposeA, boolean transposeB, float beta) {
    float alpha = bench().random().nextBoolean() ? 1 : 1.5f;
    // A matrix has at least one column; with k = 0 it takes part with none.
    Cells a = transposeA ? bench().normal(k, Math.max(1, m)) : bench().normal(m, Math.max(1, k));
    Cells b = transposeB ? bench().normal(n, Math.max(1, k)) : bench().normal(k, n);
    Cells c = beta == 0 ? bench().poisoned(m, n) : bench().normal(m, n);

    bench()
        .kernels()
        .product(m, n, k, alpha, a.matrix(), transposeA, b.matrix(), transposeB, beta, c.matrix());

    c.expect(
        bench().named("product", m, n, k, transposeA, transposeB, beta),
        (i, j) -> sum(a, b, k, transposeA, transposeB, i, j, false) * alpha + old(c, beta, i, j),
        k + 4,
        (i, j) ->
            sum(a, b, k, transposeA, transposeB, i, j, true) * alpha
                + Math.abs(old(c, beta, i, j)));
    a.expectUnchanged("a");
    b.expectUnchanged("b");
  }

  private static double old(Cells c, float beta, int i, int j) {
    return beta == 0 ? 0 : beta * c.was(i, j);
  }

  private static double sum(
      Cells a, Cells b, int k, boolean ta, boolean tb, int i, int j, boolean magnitude) {
    double sum = 0;
    for (int p = 0; p < k; p++) {
      double term = (ta ? a.was(p, i) : a.was(i, p)) * (tb ? b.was(j, p) : b.was(p, j));
      sum += magnitude ? Math.abs(term) : term;
    }
    return sum;
  }

  @Test
  default void shouldNameTheArgumentWhenAFactorIsOfAnotherSize() {
    Matrix a = bench().normal(3, 4).matrix();
    Matrix b = bench().normal(5, 6).matrix();
    Matrix c = bench().normal(3, 6).matrix();

    assertThatThrownBy(() -> bench().kernels().product(3, 6, 4, 1, a, false, b, true, 0, c))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b: expected 6 x 4, found 5 x 6");
    assertThatThrownBy(() -> bench().kernels().product(3, 4, 6, 1, c, false, b, false, 0, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b: expected 6 x 4, found 5 x 6");
    assertThatThrownBy(() -> bench().kernels().product(-1, 4, 6, 1, c, false, b, false, 0, a))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
