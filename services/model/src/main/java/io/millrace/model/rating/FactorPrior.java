package io.millrace.model.rating;

import java.util.Arrays;

/**
 * What is believed of a user's or item's numbers before the first rating: a linear regression on
 * what is known besides. Serving and the fit go by the same. Pure.
 */
public final class FactorPrior {
  private FactorPrior() {}

  /**
   * Works it out.
   *
   * @param weights [inputWidth, expected.length]
   * @param inputs what is known, the first of it 1, from {@code at}
   * @param expected becomes the means
   */
  public static void expect(
      float[] weights, float[] inputs, int at, int inputWidth, double[] expected) {
    int width = expected.length;
    Arrays.fill(expected, 0);
    for (int i = 0; i < inputWidth; i++) {
      double x = inputs[at + i];
      for (int k = 0; x != 0 && k < width; k++) {
        expected[k] += x * weights[i * width + k];
      }
    }
  }
}
