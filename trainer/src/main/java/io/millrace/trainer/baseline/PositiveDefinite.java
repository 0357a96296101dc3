package io.millrace.trainer.baseline;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri;

/** Inverts symmetric, positive definite matrices by OpenBLAS' LAPACK (Cholesky). */
final class PositiveDefinite {
  /** As {@code lapacke.h} has it. */
  private static final int ROW_MAJOR = 101;

  private PositiveDefinite() {}

  /**
   * Inverts in place.
   *
   * @param matrix [n, n], the whole of it
   * @throws ArithmeticException if it is not positive definite
   */
  static void invert(double[] matrix, int n) {
    require(LAPACKE_dpotrf(ROW_MAJOR, (byte) 'U', n, matrix, n));
    require(LAPACKE_dpotri(ROW_MAJOR, (byte) 'U', n, matrix, n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * n + j] = matrix[j * n + i];
      }
    }
  }

  private static void require(int info) {
    if (info != 0) {
      throw new ArithmeticException("matrix: must be positive definite, LAPACK says " + info);
    }
  }
}
