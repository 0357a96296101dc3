package io.millrace.trainer.dl4j;

/** Rows scaled to length 1, and the gradient's way back through the scaling. */
final class UnitRows {
  private static final double LEAST_NORM = 1e-12;
  private final float[] unit;
  private final float[] norms;
  private final int dim;

  UnitRows(float[] raw, int dim) {
    this.dim = dim;
    this.unit = new float[raw.length];
    this.norms = new float[raw.length / dim];
    for (int row = 0; row < norms.length; row++) {
      double squares = 0;
      for (int i = row * dim; i < (row + 1) * dim; i++) {
        squares += (double) raw[i] * raw[i];
      }
      norms[row] = (float) Math.max(Math.sqrt(squares), LEAST_NORM);
      for (int i = row * dim; i < (row + 1) * dim; i++) {
        unit[i] = raw[i] / norms[row];
      }
    }
  }

  /** The unit rows; not to be changed. */
  float[] values() {
    return unit;
  }

  /** From the gradient at the unit rows to the gradient at the raw ones: (g - u (u.g)) / norm. */
  float[] backward(float[] gradient) {
    float[] raw = new float[gradient.length];
    for (int row = 0; row < norms.length; row++) {
      float along = 0;
      for (int i = row * dim; i < (row + 1) * dim; i++) {
        along += unit[i] * gradient[i];
      }
      for (int i = row * dim; i < (row + 1) * dim; i++) {
        raw[i] = (gradient[i] - unit[i] * along) / norms[row];
      }
    }
    return raw;
  }
}
