package io.millrace.trainer.dataset;

import java.lang.foreign.Arena;
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
  private long rows;
  private MemorySegment memory;

  /** All zeros. */
  public HalfMatrix(long rows, int width) {
    this.width = width;
    this.rows = Math.max(1, rows);
    this.memory = Arena.ofAuto().allocate(HALF, this.rows * width);
  }

  /** Floats per row. */
  public int width() {
    return width;
  }

  /** Sets a row. */
  public void set(long row, float[] values, int at) {
    if (row >= rows) {
      grow(row + 1);
    }
    for (int i = 0; i < width; i++) {
      memory.setAtIndex(HALF, row * width + i, Float.floatToFloat16(values[at + i]));
    }
  }

  /** Reads a row; zeros if it was never set. */
  public void get(long row, float[] out, int at) {
    for (int i = 0; i < width; i++) {
      out[at + i] = Float.float16ToFloat(memory.getAtIndex(HALF, row * width + i));
    }
  }

  private void grow(long least) {
    rows = Math.max(least, rows + (rows >> 1));
    MemorySegment larger = Arena.ofAuto().allocate(HALF, rows * width);
    MemorySegment.copy(memory, 0, larger, 0, memory.byteSize());
    memory = larger;
  }
}
