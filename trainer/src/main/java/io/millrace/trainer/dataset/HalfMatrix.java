package io.millrace.trainer.dataset;

/**
 * Rows of numbers kept as 16-bit floats (IEEE 754 binary16, 3 decimal digits): encoded features are
 * scaled to about one, and half the memory counts more than the fourth digit.
 *
 * <p>Filled by one thread, then read by any.
 */
public final class HalfMatrix {
  private final int width;
  private final short[][] rows;

  /** All zeros. */
  public HalfMatrix(int rows, int width) {
    this.width = width;
    this.rows = new short[rows][];
  }

  /** Floats per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int rows() {
    return rows.length;
  }

  /** Sets a row. */
  public void set(int row, float[] values, int at) {
    short[] packed = new short[width];
    for (int i = 0; i < width; i++) {
      packed[i] = Float.floatToFloat16(values[at + i]);
    }
    rows[row] = packed;
  }

  /** Reads a row; zeros if it was never set. */
  public void get(int row, float[] out, int at) {
    short[] packed = rows[row];
    for (int i = 0; packed != null && i < width; i++) {
      out[at + i] = Float.float16ToFloat(packed[i]);
    }
  }
}
