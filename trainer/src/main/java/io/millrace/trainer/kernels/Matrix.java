package io.millrace.trainer.kernels;

/**
 * A row-major matrix within device memory: row r begins at {@code offset + r * stride}. A view:
 * several may share memory, such as the columns of a layer's input.
 *
 * @param data the memory
 * @param offset of the first float
 * @param rows at least 0; operations may be asked for fewer
 * @param columns at least 1
 * @param stride floats from one row to the next, at least {@code columns}
 */
public record Matrix(Floats data, long offset, int rows, int columns, int stride) {
  public Matrix {
    long last = offset + (rows == 0 ? 0 : (rows - 1L) * stride + columns);
    if (offset < 0 || rows < 0 || columns < 1 || stride < columns || last > data.size()) {
      throw new IllegalArgumentException(
          "matrix: %d x %d, stride %d at %d does not lie within %d floats"
              .formatted(rows, columns, stride, offset, data.size()));
    }
  }

  /** A whole piece of memory as rows of so many columns. */
  public static Matrix of(Floats data, int rows, int columns) {
    return new Matrix(data, 0, rows, columns, columns);
  }

  /** Some of the columns, over all rows. */
  public Matrix columns(int from, int count) {
    return new Matrix(data, offset + from, rows, count, stride);
  }
}
