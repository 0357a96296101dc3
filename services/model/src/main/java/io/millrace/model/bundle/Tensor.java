package io.millrace.model.bundle;

/**
 * A named matrix of 32-bit floats, row-major. A vector has one row.
 *
 * <p>Not copied: whoever holds the array must not change it.
 *
 * @param name dotted, e.g. {@code user.0.W}
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows * columns} floats
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tensor(String name, int rows, int columns, float[] values) {
  public Tensor {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "%s: must hold %d x %d floats, holds %d".formatted(name, rows, columns, values.length));
    }
  }
}
