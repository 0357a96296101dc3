package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.kernels.Matrix;
import java.util.function.DoubleSupplier;

/**
 * Central differences in doubles. With steps of 1e-5 the truncation error is about 1e-10 times the
 * third derivative and the rounding error about 1e-11: 1e-6 of the gradient's size leaves room for
 * curvature; a wrong formula is off by far more.
 */
final class FiniteDifferences {
  private static final double H = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private FiniteDifferences() {}

  /** The values' first rows, row-major. */
  static double[] copy(Matrix m, int rows) {
    double[] copy = new double[rows * m.columns()];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < m.columns(); c++) {
        copy[r * m.columns() + c] = DoubleMemory.get(m, r, c);
      }
    }
    return copy;
  }

  /**
   * Moves each value of the matrix' first rows up and down.
   *
   * @param gradient what was computed, row-major
   * @param loss computes anew from the present values
   */
  static void check(String what, Matrix values, int rows, double[] gradient, DoubleSupplier loss) {
    double scale = 1e-3;
    for (double g : gradient) {
      scale = Math.max(scale, Math.abs(g));
    }
    for (int i = 0; i < rows * values.columns(); i++) {
      int row = i / values.columns();
      int column = i % values.columns();
      double was = DoubleMemory.get(values, row, column);
      DoubleMemory.set(values, row, column, was + H);
      double up = loss.getAsDouble();
      DoubleMemory.set(values, row, column, was - H);
      double down = loss.getAsDouble();
      DoubleMemory.set(values, row, column, was);
      assertThat(gradient[i])
          .describedAs("%s [%d, %d]", what, row, column)
          .isCloseTo((up - down) / (2 * H), within(TOLERANCE * Math.max(1, scale)));
    }
  }
}
