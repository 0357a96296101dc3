package io.millrace.trainer.kernels;

/** Where a loop finds a matrix: filled before each run. */
final class View {
  private long address;
  private long stride;
  private int columns;

  /**
   * Points at a matrix, where it is of the size that is expected.
   *
   * @param name of the argument, for the error
   * @param rows at least
   * @param width exactly
   */
  View of(String name, Matrix matrix, int rows, int width) {
    if (rows < 0 || matrix.rows() < rows || matrix.columns() != width) {
      throw new IllegalArgumentException(
          "%s: expected %d x %d, found %d x %d"
              .formatted(name, rows, width, matrix.rows(), matrix.columns()));
    }
    if (!(matrix.data() instanceof CpuFloats memory)) {
      throw new IllegalArgumentException(name + ": memory of other kernels");
    }
    address = memory.address() + matrix.offset() * Float.BYTES;
    stride = (long) matrix.stride() * Float.BYTES;
    columns = width;
    return this;
  }

  /** Points at the first row of a matrix, where it has at least so many columns. */
  View ofRow(String name, Matrix matrix, int atLeast) {
    if (matrix.columns() < atLeast) {
      throw new IllegalArgumentException(
          "%s: expected at least %d columns, found %d".formatted(name, atLeast, matrix.columns()));
    }
    return of(name, matrix, 1, matrix.columns());
  }

  /** The address of a row. */
  long row(long row) {
    return address + row * stride;
  }

  /** Bytes from one row to the next. */
  long stride() {
    return stride;
  }

  /** Floats from one row to the next, as BLAS wants them. */
  int leading() {
    return (int) (stride / Float.BYTES);
  }

  int columns() {
    return columns;
  }
}
