package io.millrace.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void shouldEqualThePlainLoopWhenShapesAreOdd() {
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      int rows = 1 + random.nextInt(23);
      int in = 1 + random.nextInt(70);
      int out = 1 + random.nextInt(90);
      check(random, rows, in, out, random.nextBoolean());
    }
  }

  private static void check(Random random, int rows, int in, int out, boolean relu) {
    int ldx = in + random.nextInt(5);
    float[] x = floats(random, rows * ldx + 3);
    Tensor w = new Tensor("w", in, out, floats(random, in * out));
    Tensor b = new Tensor("b", 1, out, floats(random, out));
    DenseLayer layer = relu ? DenseLayer.relu(w, b) : DenseLayer.linear(w, b);
    int ldy = layer.paddedOut() + random.nextInt(3);
    float[] y = new float[rows * ldy + 2];
    layer.apply(x, 3, ldx, rows, y, 2, ldy);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < layer.paddedOut(); c++) {
        assertThat((double) y[2 + r * ldy + c])
            .as("seed %d, %d x %d x %d at %d, %d", SEED, rows, in, out, r, c)
            .isCloseTo(expected(x, 3 + r * ldx, w, b, c, relu), within(1e-4));
      }
    }
  }

  private static double expected(float[] x, int at, Tensor w, Tensor b, int c, boolean relu) {
    if (c >= w.columns()) {
      return 0;
    }
    double sum = b.values()[c];
    for (int k = 0; k < w.rows(); k++) {
      sum += (double) x[at + k] * w.values()[k * w.columns() + c];
    }
    return relu ? Math.max(0, sum) : sum;
  }

  @Test
  void shouldGiveARowTheSameBitsWhenComputedAloneOrAmongOthers() {
    Random random = new Random(SEED);
    DenseLayer layer =
        DenseLayer.relu(
            new Tensor("w", 37, 41, floats(random, 37 * 41)),
            new Tensor("b", 1, 41, floats(random, 41)));
    float[] x = floats(random, 9 * 37);
    int ldy = layer.paddedOut();
    float[] together = new float[9 * ldy];
    layer.apply(x, 0, 37, 9, together, 0, ldy);
    float[] alone = new float[9 * ldy];
    for (int r = 0; r < 9; r++) {
      layer.apply(x, r * 37, 37, 1, alone, r * ldy, ldy);
    }
    assertThat(together).as("seed %d", SEED).containsExactly(alone);
  }

  static float[] floats(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
