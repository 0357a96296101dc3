package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * A matrix under test: what was put into it, and what is found in it later. The floats around it,
 * which no kernel may touch, are watched.
 */
final class Cells {
  /** What lies between and around rows: if it is added to anything, that shows. */
  static final float AROUND = 1e9f;

  private final Kernels kernels;
  private final Matrix matrix;
  private final float[] initial;
  private final String origin;

  Cells(Kernels kernels, Matrix matrix, float[] initial, String origin) {
    this.kernels = kernels;
    this.matrix = matrix;
    this.initial = initial;
    this.origin = origin;
  }

  /** A number for each cell. */
  interface Values {
    double at(int row, int column);
  }

  Matrix matrix() {
    return matrix;
  }

  /** What was put into a cell at first. */
  double was(int row, int column) {
    return initial[row * matrix.columns() + column];
  }

  /** What was put into a single row. */
  double was(int column) {
    return was(0, column);
  }

  /** All cells now, packed by rows. */
  float[] now() {
    float[] all = new float[(int) matrix.data().size()];
    kernels.download(matrix.data(), 0, all, 0, all.length);
    float[] packed = new float[matrix.rows() * matrix.columns()];
    for (int r = 0; r < matrix.rows(); r++) {
      int from = (int) matrix.offset() + r * matrix.stride();
      System.arraycopy(all, from, packed, r * matrix.columns(), matrix.columns());
      Arrays.fill(all, from, from + matrix.columns(), AROUND);
    }
    assertThat(all).as("around the matrix, " + origin).containsOnly(AROUND);
    return packed;
  }

  /**
   * Each cell is what is expected, within so many roundings of a magnitude.
   *
   * @param roundings of 2^-24 each
   * @param magnitude of the terms that a cell is the sum of
   */
  void expect(String what, Values expected, double roundings, Values magnitude) {
    float[] found = now();
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        double wanted = expected.at(r, c);
        double tolerance = roundings * 0x1p-24 * Math.abs(magnitude.at(r, c)) + 1e-37;
        double distance = Math.abs(found[r * matrix.columns() + c] - wanted);
        if (!(distance <= tolerance)) {
          assertThat((double) found[r * matrix.columns() + c])
              .as("%s at %d, %d (tolerance %.3g), %s", what, r, c, tolerance, origin)
              .isEqualTo(wanted);
        }
      }
    }
  }

  /** Nothing was written. */
  void expectUnchanged(String what) {
    assertThat(now()).as(what + ", " + origin).isEqualTo(initial);
  }
}
