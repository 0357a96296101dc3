package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Matrix;

/** Memory of {@link DoubleKernels}. */
final class DoubleMemory implements Floats {
  final double[] values;

  DoubleMemory(long size) {
    this.values = new double[Math.toIntExact(size)];
  }

  @Override
  public long size() {
    return values.length;
  }

  static double[] valuesOf(Floats memory) {
    return ((DoubleMemory) memory).values;
  }

  static int[] valuesOf(Ints memory) {
    return ((Indices) memory).values;
  }

  static int at(Matrix m, int row, int column) {
    return Math.toIntExact(m.offset() + (long) row * m.stride() + column);
  }

  static double get(Matrix m, int row, int column) {
    return valuesOf(m.data())[at(m, row, column)];
  }

  static void set(Matrix m, int row, int column, double value) {
    valuesOf(m.data())[at(m, row, column)] = value;
  }

  static void add(Matrix m, int row, int column, double value) {
    valuesOf(m.data())[at(m, row, column)] += value;
  }

  /** Integers. */
  static final class Indices implements Ints {
    final int[] values;

    Indices(long size) {
      this.values = new int[Math.toIntExact(size)];
    }

    @Override
    public long size() {
      return values.length;
    }
  }
}
