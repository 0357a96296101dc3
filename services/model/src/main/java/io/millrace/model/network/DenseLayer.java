package io.millrace.model.network;

import io.millrace.model.bundle.Tensor;

/**
 * A fully connected layer, {@code y = activation(x W + b)}. Immutable, thread-safe.
 *
 * <ul>
 *   <li>input x: {@code [rows, in]}, rows {@code ldx} apart
 *   <li>weight W: {@code [in, out]}, bias b: {@code [1, out]}
 *   <li>output y: {@code [rows, out]}, rows {@code ldy} apart, {@code ldy >= paddedOut()}; the
 *       columns from {@code out} to {@code paddedOut()} become zero
 * </ul>
 */
public final class DenseLayer {
  private final PackedMatrix weights;
  private final boolean relu;

  private DenseLayer(PackedMatrix weights, boolean relu) {
    this.weights = weights;
    this.relu = relu;
  }

  /** A layer without activation. */
  public static DenseLayer linear(Tensor w, Tensor b) {
    return new DenseLayer(new PackedMatrix(w.rows(), w.columns(), w.values(), b.values()), false);
  }

  /** A layer with ReLU. */
  public static DenseLayer relu(Tensor w, Tensor b) {
    return new DenseLayer(new PackedMatrix(w.rows(), w.columns(), w.values(), b.values()), true);
  }

  /**
   * A layer with batch normalisation and ReLU, the normalisation folded into weights and bias:
   * {@code W' = W s}, {@code b' = (b - mean) s + beta} with {@code s = gamma / sqrt(var +
   * epsilon)}.
   */
  public static DenseLayer normalised(Tensor w, Tensor b, BatchNorm norm) {
    int out = w.columns();
    float[] weights = new float[w.values().length];
    float[] bias = new float[out];
    for (int c = 0; c < out; c++) {
      double scale = norm.scale(c);
      bias[c] =
          (float) ((b.values()[c] - norm.mean().values()[c]) * scale + norm.beta().values()[c]);
      for (int r = 0; r < w.rows(); r++) {
        weights[r * out + c] = (float) (w.values()[r * out + c] * scale);
      }
    }
    return new DenseLayer(new PackedMatrix(w.rows(), out, weights, bias), true);
  }

  /** Columns of x. */
  public int in() {
    return weights.in;
  }

  /** Columns of y without padding. */
  public int out() {
    return weights.out;
  }

  /** Columns of y with padding: the least row stride of y. */
  public int paddedOut() {
    return weights.paddedOut();
  }

  /** Computes y; see the class for the shapes. */
  public void apply(float[] x, int xAt, int ldx, int rows, float[] y, int yAt, int ldy) {
    MatrixProduct.multiply(x, xAt, ldx, rows, weights, relu, y, yAt, ldy);
  }
}
