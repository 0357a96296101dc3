package io.millrace.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecurrentLayerTest {
  private static final int IN = 3;
  private static final int WIDTH = 5;

  private final Random random = new Random(4);
  private final Tensor w = tensor("w", IN, 3 * WIDTH);
  private final Tensor u = tensor("u", WIDTH, 3 * WIDTH);
  private final Tensor b = tensor("b", 1, 3 * WIDTH);

  private Tensor tensor(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(name, rows, columns, values);
  }

  @Test
  void shouldCarryTheStateAsTheDefinitionSays() {
    float[] x = tensor("x", 4, IN).values();
    float[] out = new float[WIDTH + 2];

    new RecurrentLayer(w, u, b).apply(4, x, out, 1);

    double[] h = new double[WIDTH];
    for (int step = 0; step < 4; step++) {
      h = step(x, step * IN, h);
    }
    for (int c = 0; c < WIDTH; c++) {
      assertThat((double) out[1 + c]).isCloseTo(h[c], within(2e-6));
    }
    assertThat(out[0]).isZero();
    assertThat(out[WIDTH + 1]).isZero();
  }

  private double[] step(float[] x, int at, double[] h) {
    double[] next = new double[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      double r = sigmoid(input(x, at, c) + state(h, c));
      double z = sigmoid(input(x, at, WIDTH + c) + state(h, WIDTH + c));
      double n = Math.tanh(input(x, at, 2 * WIDTH + c) + r * state(h, 2 * WIDTH + c));
      next[c] = (1 - z) * n + z * h[c];
    }
    return next;
  }

  private double input(float[] x, int at, int column) {
    double sum = b.values()[column];
    for (int k = 0; k < IN; k++) {
      sum += (double) x[at + k] * w.values()[k * 3 * WIDTH + column];
    }
    return sum;
  }

  private double state(double[] h, int column) {
    double sum = 0;
    for (int k = 0; k < WIDTH; k++) {
      sum += h[k] * u.values()[k * 3 * WIDTH + column];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void shouldBeZerosWhenNothingHappened() {
    float[] out = {7, 7, 7, 7, 7};
    new RecurrentLayer(w, u, b).apply(0, new float[0], out, 0);
    assertThat(out).containsOnly(0f);
  }
}
