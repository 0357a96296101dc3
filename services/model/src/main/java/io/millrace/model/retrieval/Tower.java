package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.network.BatchNorm;
import io.millrace.model.network.DenseLayer;
import io.millrace.model.vector.Vectors;

/**
 * One side of the two-tower network (Yi et al. 2019): Dense, batch normalisation, ReLU, twice, then
 * Dense and L2 normalisation. Immutable, thread-safe.
 *
 * <ul>
 *   <li>input: {@code [rows, in]}
 *   <li>output: {@code [rows, out]}, unit rows
 * </ul>
 */
final class Tower {
  private static final int BLOCK = 64;

  private final DenseLayer first;
  private final DenseLayer second;
  private final DenseLayer last;

  Tower(Bundle bundle, String side) {
    this.first = normalised(bundle, side + ".0");
    this.second = normalised(bundle, side + ".1");
    this.last = DenseLayer.linear(bundle.tensor(side + ".2.W"), bundle.tensor(side + ".2.b"));
  }

  private static DenseLayer normalised(Bundle bundle, String layer) {
    return DenseLayer.normalised(
        bundle.tensor(layer + ".W"),
        bundle.tensor(layer + ".b"),
        new BatchNorm(
            bundle.tensor(layer + ".gamma"),
            bundle.tensor(layer + ".beta"),
            bundle.tensor(layer + ".mean"),
            bundle.tensor(layer + ".var")));
  }

  int in() {
    return first.in();
  }

  int out() {
    return last.out();
  }

  /** Fills rows of {@link #in()} floats. */
  interface Rows {
    void fill(int row, float[] x, int at);
  }

  /** The outputs for {@code n} rows, one array each. */
  float[][] apply(int n, Rows rows) {
    int block = Math.min(BLOCK, Math.max(1, n));
    float[] x = new float[block * in()];
    float[] h1 = new float[block * first.paddedOut()];
    float[] h2 = new float[block * second.paddedOut()];
    float[] y = new float[block * last.paddedOut()];
    float[][] out = new float[n][];
    for (int from = 0; from < n; from += block) {
      int count = Math.min(block, n - from);
      for (int r = 0; r < count; r++) {
        rows.fill(from + r, x, r * in());
      }
      first.apply(x, 0, in(), count, h1, 0, first.paddedOut());
      second.apply(h1, 0, first.paddedOut(), count, h2, 0, second.paddedOut());
      last.apply(h2, 0, second.paddedOut(), count, y, 0, last.paddedOut());
      for (int r = 0; r < count; r++) {
        out[from + r] = unit(y, r * last.paddedOut());
      }
    }
    return out;
  }

  private float[] unit(float[] y, int at) {
    float[] vector = new float[out()];
    System.arraycopy(y, at, vector, 0, out());
    Vectors.normalise(vector, 0, out());
    return vector;
  }
}
