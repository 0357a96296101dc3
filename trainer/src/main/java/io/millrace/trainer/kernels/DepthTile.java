package io.millrace.trainer.kernels;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * A tile of {@code aT b}, 4 rows by 2 vectors, which stays in registers while the depth goes by.
 * Both factors lie as they are read, row after row, so that nothing is packed.
 */
final class DepthTile {
  /** Columns of a. */
  static final int ROWS = 4;

  /** Columns of b. */
  static final int COLUMNS = 2 * Lanes.COUNT;

  /** Bytes of a tile's sums. */
  static final long BYTES = (long) ROWS * COLUMNS * Float.BYTES;

  private DepthTile() {}

  /** No check of alignment, which would be one for every number read. */
  private static FloatVector spread(long address) {
    return Lanes.broadcast(Lanes.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address));
  }

  /**
   * Sums over the depth. One method, written out, and not much larger than this: a vector handed to
   * a method that is not compiled into this one becomes an object, and tiles of 7 and 8 rows were
   * seen to leave some at every call.
   *
   * @param a address of the first row's 4 numbers
   * @param strideA bytes from row to row
   * @param b address of the first row's 2 vectors
   * @param strideB bytes from row to row
   * @param sums [4, 2 vectors] filled
   */
  static void sum(int depth, long a, long strideA, long b, long strideB, long sums) {
    FloatVector c00 = Lanes.zero();
    FloatVector c01 = Lanes.zero();
    FloatVector c10 = Lanes.zero();
    FloatVector c11 = Lanes.zero();
    FloatVector c20 = Lanes.zero();
    FloatVector c21 = Lanes.zero();
    FloatVector c30 = Lanes.zero();
    FloatVector c31 = Lanes.zero();
    long left = a;
    long right = b;
    for (int d = 0; d < depth; d++) {
      FloatVector b0 = Lanes.load(right);
      FloatVector b1 = Lanes.load(right + Lanes.BYTES);
      FloatVector a0 = spread(left);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = spread(left + 4);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = spread(left + 8);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = spread(left + 12);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      left += strideA;
      right += strideB;
    }
    Lanes.store(sums, c00);
    Lanes.store(sums + Lanes.BYTES, c01);
    Lanes.store(sums + 2 * Lanes.BYTES, c10);
    Lanes.store(sums + 3 * Lanes.BYTES, c11);
    Lanes.store(sums + 4 * Lanes.BYTES, c20);
    Lanes.store(sums + 5 * Lanes.BYTES, c21);
    Lanes.store(sums + 6 * Lanes.BYTES, c30);
    Lanes.store(sums + 7 * Lanes.BYTES, c31);
  }
}
