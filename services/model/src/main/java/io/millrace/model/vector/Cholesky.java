package io.millrace.model.vector;

/**
 * Small symmetric, positive definite systems, where a call of a library would cost more than the
 * arithmetic. Matrices are [n, n], row-major, and only their lower triangle counts. Pure but for
 * the arrays given.
 */
public final class Cholesky {
  private Cholesky() {}

  /**
   * Solves in place.
   *
   * @param matrix overwritten with its factor
   * @param vector the right side; becomes the solution
   */
  public static void solve(double[] matrix, double[] vector) {
    int n = vector.length;
    factor(matrix, n);
    forward(matrix, vector);
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        vector[i] -= matrix[k * n + i] * vector[k];
      }
      vector[i] /= matrix[i * n + i];
    }
  }

  /** Makes a matrix its lower factor L: matrix = L L'. */
  public static void factor(double[] matrix, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * n + j] = rest(matrix, n, i, j) / matrix[j * n + j];
      }
      matrix[i * n + i] = Math.sqrt(rest(matrix, n, i, i));
    }
  }

  /**
   * Solves L y = vector in place. The squared length of y is vector' matrix⁻¹ vector.
   *
   * @param factor of {@link #factor}
   */
  public static void forward(double[] factor, double[] vector) {
    int n = vector.length;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        vector[i] -= factor[i * n + k] * vector[k];
      }
      vector[i] /= factor[i * n + i];
    }
  }

  private static double rest(double[] matrix, int n, int i, int j) {
    double rest = matrix[i * n + j];
    for (int k = 0; k < j; k++) {
      rest -= matrix[i * n + k] * matrix[j * n + k];
    }
    return rest;
  }
}
