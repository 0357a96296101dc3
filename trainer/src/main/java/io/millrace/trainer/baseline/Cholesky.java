package io.millrace.trainer.baseline;

/**
 * Solves small positive definite systems, where a call of a library would cost more than the sum.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Solves in place.
   *
   * @param matrix [n, n], its lower triangle; overwritten
   * @param vector the right side; becomes the solution
   */
  static void solve(double[] matrix, double[] vector) {
    int n = vector.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * n + j] = rest(matrix, n, i, j) / matrix[j * n + j];
      }
      matrix[i * n + i] = Math.sqrt(rest(matrix, n, i, i));
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        vector[i] -= matrix[i * n + k] * vector[k];
      }
      vector[i] /= matrix[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        vector[i] -= matrix[k * n + i] * vector[k];
      }
      vector[i] /= matrix[i * n + i];
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
