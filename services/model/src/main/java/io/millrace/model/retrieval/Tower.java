package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.network.BatchNorm;
import io.millrace.model.network.DenseLayer;
import io.millrace.model.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One side of the two-tower network (Yi et al. 2019): Dense, batch normalisation, ReLU, for each
 * hidden layer, then Dense and L2 normalisation. Immutable, thread-safe; each thread has its own
 * scratch, kept from call to call.
 *
 * <ul>
 *   <li>input: {@code [rows, in]}
 *   <li>output: {@code [rows, out]}, unit rows
 * </ul>
 */
final class Tower {
  private static final int BLOCK = 64;

  private final List<DenseLayer> hidden;
  private final DenseLayer last;
  private final ThreadLocal<Scratch> scratches;

  Tower(Bundle bundle, String side) {
    List<DenseLayer> layers = new ArrayList<>();
    while (layers.isEmpty() || bundle.has(side + "." + layers.size() + ".gamma")) {
      layers.add(normalised(bundle, side + "." + layers.size()));
    }
    String output = side + "." + layers.size();
    this.hidden = List.copyOf(layers);
    this.last = DenseLayer.linear(bundle.tensor(output + ".W"), bundle.tensor(output + ".b"));
    int in = in();
    int[] widths = hidden.stream().mapToInt(DenseLayer::paddedOut).toArray();
    int out = last.paddedOut();
    this.scratches = ThreadLocal.withInitial(() -> new Scratch(in, widths, out));
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
    return hidden.getFirst().in();
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
    Scratch scratch = scratches.get();
    float[][] out = new float[n][];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      for (int r = 0; r < count; r++) {
        rows.fill(from + r, scratch.x, r * in());
      }
      float[] y = forward(scratch, count);
      for (int r = 0; r < count; r++) {
        out[from + r] = unit(y, r * last.paddedOut());
      }
    }
    return out;
  }

  /**
   * The activations of one block of rows. Static: a thread keeps it, and would else keep the tower,
   * long after its generation has been retired.
   */
  private static final class Scratch {
    final float[] x;
    final List<float[]> activations;
    final float[] y;

    Scratch(int in, int[] widths, int out) {
      this.x = new float[BLOCK * in];
      this.activations = Arrays.stream(widths).mapToObj(width -> new float[BLOCK * width]).toList();
      this.y = new float[BLOCK * out];
    }
  }

  /** The outputs of the first rows of x, before they are made unit rows. */
  private float[] forward(Scratch scratch, int rows) {
    float[] h = scratch.x;
    int stride = in();
    for (int l = 0; l < hidden.size(); l++) {
      DenseLayer layer = hidden.get(l);
      layer.apply(h, 0, stride, rows, scratch.activations.get(l), 0, layer.paddedOut());
      h = scratch.activations.get(l);
      stride = layer.paddedOut();
    }
    last.apply(h, 0, stride, rows, scratch.y, 0, last.paddedOut());
    return scratch.y;
  }

  private float[] unit(float[] y, int at) {
    float[] vector = new float[out()];
    System.arraycopy(y, at, vector, 0, out());
    Vectors.normalise(vector, 0, out());
    return vector;
  }
}
