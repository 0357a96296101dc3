package io.millrace.tests.benchmark.training;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** What the machine can do: single-precision products of square matrices in OpenBLAS. */
final class SgemmPeak {
  private static final int SIZE = 2048;
  private static final int WARM_UP = 5;
  private static final int REPETITIONS = 20;
  private static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;

  private SgemmPeak() {}

  /** GFLOP/s with so many threads: the best of twenty, which noise can only lower. */
  static double gflops(int threads) {
    blas_set_num_threads(threads);
    float[] values = BenchmarkSpecs.noise(SIZE * SIZE, 1);
    try (FloatPointer a = new FloatPointer(values);
        FloatPointer b = new FloatPointer(values);
        FloatPointer c = new FloatPointer((long) SIZE * SIZE)) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < WARM_UP + REPETITIONS; i++) {
        long start = System.nanoTime();
        multiply(a, b, c);
        best = Math.min(best, System.nanoTime() - start);
      }
      return OPERATIONS / best;
    }
  }

  private static void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        SIZE,
        SIZE,
        SIZE,
        1,
        a,
        SIZE,
        b,
        SIZE,
        0,
        c,
        SIZE);
  }
}
