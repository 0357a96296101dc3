package io.millrace.trainer.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of numbers kept off the heap as 16-bit floats (IEEE 754 binary16, 3 decimal digits): encoded
 * features are scaled to about one, and half the memory counts more than the fourth digit.
 *
 * <p>Filled by one thread, then read by any; grows when a row beyond its end is set.
 */
public final class HalfMatrix {
  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT;

  private final int width;
  private final Chunks chunks;
  private long rows;

  /** All zeros. */
  public HalfMatrix(long rows, int width) {
    this.width = width;
    this.rows = rows;
    this.chunks = new Chunks(width * HALF.byteSize(), rows);
  }

  /** Floats per row. */
  public int width() {
    return width;
  }

  /** Sets a row. */
  public void set(long row, float[] values, int at) {
    if (row >= rows) {
      chunks.reserve(row);
      rows = row + 1;
    }
    MemorySegment memory = chunks.of(row);
    long start = chunks.within(row) * width;
    for (int i = 0; i < width; i++) {
      memory.setAtIndex(HALF, start + i, Float.floatToFloat16(values[at + i]));
    }
  }

  /** Reads a row; zeros if it was never set. */
  public void get(long row, float[] out, int at) {
    MemorySegment memory = chunks.of(row);
    long start = chunks.within(row) * width;
    for (int i = 0; i < width; i++) {
      out[at + i] = Float.float16ToFloat(memory.getAtIndex(HALF, start + i));
    }
  }
}
