package io.millrace.model.network;

import io.millrace.model.bundle.Tensor;

/**
 * A cross layer of DCN-v2 (Wang et al. 2021): {@code y = x0 (.) (x W + b) + x} with {@code (.)}
 * elementwise. Immutable, thread-safe.
 *
 * <p>All rows are {@link #stride()} apart; the columns beyond {@link #width()} stay zero if they
 * are zero in x.
 */
public final class CrossLayer {
  private final DenseLayer product;

  /**
   * Makes a layer.
   *
   * @param w {@code [d, d]}
   * @param b {@code [1, d]}
   */
  public CrossLayer(Tensor w, Tensor b) {
    if (w.rows() != w.columns()) {
      throw new IllegalArgumentException(
          "%s: must be square, is %d x %d".formatted(w.name(), w.rows(), w.columns()));
    }
    this.product = DenseLayer.linear(w, b);
  }

  /** Columns of x. */
  public int width() {
    return product.in();
  }

  /** Floats from one row to the next, in x0, x and y alike. */
  public int stride() {
    return product.paddedOut();
  }

  /** Computes y for the first {@code rows} rows; y must be neither x0 nor x. */
  public void apply(float[] x0, float[] x, int rows, float[] y) {
    product.apply(x, 0, stride(), rows, y, 0, stride());
    for (int i = 0, end = rows * stride(); i < end; i++) {
      y[i] = Math.fma(x0[i], y[i], x[i]);
    }
  }
}
