package io.millrace.model.network;

/**
 * A weight matrix {@code [in, out]} laid out for {@link MatrixProduct}: panels of {@link
 * MatrixProduct#PANEL} columns, each panel row by row, the last panel padded with zeros. Immutable,
 * thread-safe.
 */
final class PackedMatrix {
  final int in;
  final int out;
  final int panels;

  /** Panel p, row r, column c lies at {@code (p * in + r) * PANEL + c}. */
  final float[] values;

  /** One per padded column. */
  final float[] bias;

  PackedMatrix(int in, int out, float[] weights, float[] bias) {
    if (weights.length != in * out || bias.length != out) {
      throw new IllegalArgumentException(
          "weights: must be %d x %d with %d biases, are %d floats with %d"
              .formatted(in, out, out, weights.length, bias.length));
    }
    this.in = in;
    this.out = out;
    this.panels = (out + MatrixProduct.PANEL - 1) / MatrixProduct.PANEL;
    this.values = new float[panels * in * MatrixProduct.PANEL];
    this.bias = new float[paddedOut()];
    System.arraycopy(bias, 0, this.bias, 0, out);
    for (int r = 0; r < in; r++) {
      for (int c = 0; c < out; c++) {
        values[offset(r, c)] = weights[r * out + c];
      }
    }
  }

  /** Columns of the result, padding included. */
  int paddedOut() {
    return panels * MatrixProduct.PANEL;
  }

  private int offset(int row, int column) {
    int panel = column / MatrixProduct.PANEL;
    return (panel * in + row) * MatrixProduct.PANEL + column % MatrixProduct.PANEL;
  }
}
