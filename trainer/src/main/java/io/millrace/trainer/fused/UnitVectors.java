package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;

/** Rows divided by their lengths: input, output {@code [rows, dim]}. Confined to one thread. */
final class UnitVectors {
  private final Kernels kernels;
  private final RowBuffer unit;
  private final RowBuffer gradient;
  private final RowBuffer lengths;
  private Matrix lengthsRow;

  UnitVectors(DeviceMemory memory, int dim) {
    this.kernels = memory.kernels();
    this.unit = new RowBuffer(memory, dim);
    this.gradient = new RowBuffer(memory, dim);
    this.lengths = new RowBuffer(memory, 1);
    this.lengthsRow = lengths.asRow();
  }

  void reserve(int rows) {
    unit.reserve(rows);
    gradient.reserve(rows);
    lengths.reserve(rows);
    lengthsRow = lengths.asRow();
  }

  void forward(int rows, Matrix raw) {
    kernels.unitRows(rows, raw, unit.matrix(), lengthsRow);
  }

  /** [rows, dim] of the last pass. */
  Matrix vectors() {
    return unit.matrix();
  }

  /** [rows, dim] at {@link #vectors}; after {@link #backward} at the rows they are from. */
  Matrix gradient() {
    return gradient.matrix();
  }

  void backward(int rows) {
    kernels.unitRowsGradient(rows, unit.matrix(), lengthsRow, gradient.matrix());
  }
}
