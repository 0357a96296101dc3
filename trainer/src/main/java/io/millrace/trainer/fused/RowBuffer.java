package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Matrix;

/**
 * A matrix that has room for the largest batch so far. Growing forgets what was in it, and views of
 * it. Confined to one thread.
 */
final class RowBuffer {
  private final DeviceMemory memory;
  private final int columns;
  private Matrix matrix;

  RowBuffer(DeviceMemory memory, int columns) {
    this.memory = memory;
    this.columns = columns;
    this.matrix = Matrix.of(memory.floats(columns), 1, columns);
  }

  /**
   * Makes room for so many rows, and a quarter more than before: pools differ a little in size from
   * step to step.
   */
  void reserve(int rows) {
    if (rows > matrix.rows()) {
      int room = Math.max(rows, matrix.rows() + matrix.rows() / 4);
      memory.free(matrix.data());
      matrix = Matrix.of(memory.floats((long) room * columns), room, columns);
    }
  }

  /** [room, columns]. */
  Matrix matrix() {
    return matrix;
  }

  /** The same memory as one row, [1, room * columns]; allocates the view. */
  Matrix asRow() {
    int floats = matrix.rows() * columns;
    return new Matrix(matrix.data(), 0, 1, floats, floats);
  }
}
