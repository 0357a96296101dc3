package io.millrace.trainer.kernels;

import java.util.Arrays;
import java.util.Random;

/** Kernels under test, with what fills their memory. Whoever sees a failure gets its seed. */
final class Bench {
  private static final int[] SIZES = {1, 2, 3, 7, 16, 17, 33, 64, 100, 129, 257};
  private static final int[] WIDTHS = {1, 2, 5, 8, 15, 16, 17, 31, 32, 47, 64, 65, 128, 130};

  private final Kernels kernels;
  private final long seed;
  private final Random random;

  Bench(Kernels kernels, long seed) {
    this.kernels = kernels;
    this.seed = seed;
    this.random = new Random(seed);
  }

  Kernels kernels() {
    return kernels;
  }

  Random random() {
    return random;
  }

  /** How many rows: any, often odd, sometimes none. */
  int rows() {
    return random.nextInt(8) == 0 ? 0 : SIZES[random.nextInt(SIZES.length)];
  }

  /** How many columns: at least 1. */
  int columns() {
    return WIDTHS[random.nextInt(WIDTHS.length)];
  }

  /** A matrix within wider memory, filled from the normal distribution. */
  Cells normal(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return cells(values, rows, columns);
  }

  /** A matrix of not-a-numbers: what a kernel leaves out shows. */
  Cells poisoned(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, Float.NaN);
    return cells(values, rows, columns);
  }

  /** A matrix of given values within wider memory. */
  Cells cells(float[] values, int rows, int columns) {
    int stride = columns + random.nextInt(6);
    int offset = random.nextInt(8);
    long size = offset + (long) Math.max(1, rows) * stride + random.nextInt(4);
    Floats data = kernels.floats(size);
    kernels.fill(data, 0, size, Cells.AROUND);
    Matrix matrix = new Matrix(data, offset, rows, columns, stride);
    kernels.uploadRows(values, 0, matrix, rows);
    return new Cells(kernels, matrix, values.clone(), "seed " + seed);
  }

  /** One row of given values. */
  Cells row(float... values) {
    return cells(values, 1, values.length);
  }

  /** Integers in memory. */
  Ints ints(int... values) {
    Ints data = kernels.ints(Math.max(1, values.length));
    kernels.upload(values, 0, data, 0, values.length);
    return data;
  }

  /** Floats in memory. */
  Floats floats(float... values) {
    Floats data = kernels.floats(Math.max(1, values.length));
    kernels.upload(values, 0, data, 0, values.length);
    return data;
  }

  /** What is in memory now. */
  float[] read(Floats data) {
    float[] values = new float[(int) data.size()];
    kernels.download(data, 0, values, 0, values.length);
    return values;
  }

  String named(Object... shape) {
    return "seed " + seed + " " + Arrays.toString(shape);
  }
}
