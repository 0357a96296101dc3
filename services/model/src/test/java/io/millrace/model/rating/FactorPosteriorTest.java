package io.millrace.model.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the normal equations, written out and inverted by Gauss and Jordan. */
class FactorPosteriorTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final double NOISE = 0.7;

  private final Random random = new Random(SEED);

  @Test
  void shouldSolveTheNormalEquationsAtAnyWidth() {
    for (int width = 1; width < 20; width++) {
      FactorPosterior posterior = new FactorPosterior(width);
      check(posterior, width, 3);
      check(posterior, width, 40); // used again
    }
  }

  private void check(FactorPosterior posterior, int width, int ratings) {
    double[] prior = random.doubles(width, -1, 1).toArray();
    double[] spread = random.doubles(width, 0.1, 2).toArray();
    double[][] precision = new double[width][width];
    double[] right = new double[width];
    for (int k = 0; k < width; k++) {
      precision[k][k] = 1 / spread[k];
      right[k] = prior[k] / spread[k];
    }
    posterior.begin(prior, spread);
    for (int r = 0; r < ratings; r++) {
      double stars = random.nextGaussian();
      float[] other = floats(width + 2);
      float[] variance = floats(width + 2);
      posterior.add(stars, other, variance, 2, NOISE);
      addTo(precision, right, stars, other, variance);
    }
    posterior.solve();
    double[][] covariance = inverse(precision);
    for (int k = 0; k < width; k++) {
      assertThat(posterior.mean(k)).as(told(width)).isCloseTo(dot(covariance[k], right), close());
    }
    float[] variances = new float[width];
    posterior.variances(variances, 0);
    float[] other = floats(width + 1);
    double[] read = new double[width];
    for (int k = 0; k < width; k++) {
      assertThat((double) variances[k]).as(told(width)).isCloseTo(covariance[k][k], within(1e-5));
      read[k] = k == 0 ? 1 : other[1 + k];
    }
    double expected = 0;
    for (int k = 0; k < width; k++) {
      expected += read[k] * dot(covariance[k], read);
    }
    assertThat(posterior.variance(other, 1)).as(told(width)).isCloseTo(expected, close());
  }

  private static void addTo(
      double[][] precision, double[] right, double stars, float[] other, float[] variance) {
    for (int i = 0; i < right.length; i++) {
      double z = i == 0 ? 1 : other[2 + i];
      right[i] += z * (stars - other[2]) / NOISE;
      for (int j = 0; j < right.length; j++) {
        precision[i][j] += z * (j == 0 ? 1 : other[2 + j]) / NOISE;
      }
      precision[i][i] += i == 0 ? 0 : variance[2 + i] / NOISE;
    }
  }

  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] left = new double[n][];
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      left[i] = matrix[i].clone();
      inverse[i][i] = 1;
    }
    for (int pivot = 0; pivot < n; pivot++) {
      double scale = 1 / left[pivot][pivot];
      for (int k = 0; k < n; k++) {
        left[pivot][k] *= scale;
        inverse[pivot][k] *= scale;
      }
      for (int i = 0; i < n; i++) {
        double factor = i == pivot ? 0 : left[i][pivot];
        for (int k = 0; k < n; k++) {
          left[i][k] -= factor * left[pivot][k];
          inverse[i][k] -= factor * inverse[pivot][k];
        }
      }
    }
    return inverse;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static String told(int width) {
    return "seed %d, width %d".formatted(SEED, width);
  }

  private static org.assertj.core.data.Offset<Double> close() {
    return within(1e-9);
  }
}
