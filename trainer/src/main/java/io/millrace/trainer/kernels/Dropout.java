package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Which values are dropped: a hash of seed, row and column (the finalisers of MurmurHash3 and
 * SplitMix64) decides, so nothing has to be kept and the order of computing does not matter.
 */
final class Dropout {
  private static final int COLUMN = 0x9E3779B9;
  private static final IntVector COLUMNS = IntVector.zero(Lanes.INTS).addIndex(1).mul(COLUMN);

  private int threshold;
  private float scale;
  private boolean active;
  private long seed;

  /** Keeps with this chance. */
  void of(float keep, long newSeed) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep: expected above 0 and up to 1, found " + keep);
    }
    seed = newSeed;
    active = keep < 1;
    scale = 1 / keep;
    threshold = Math.round(keep * (1 << 24));
  }

  boolean active() {
    return active;
  }

  /** What kept values are multiplied by. */
  float scale() {
    return scale;
  }

  /** What a row's columns are hashed with. */
  long row(int row) {
    return mix(seed + 0x9E3779B97F4A7C15L * (row + 1L));
  }

  /** The vector from this column on, dropped or scaled. */
  FloatVector apply(FloatVector v, long rowKey, int column) {
    IntVector h = COLUMNS.add(column * COLUMN).lanewise(VectorOperators.XOR, (int) rowKey);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).mul(0x85EBCA6B);
    h = h.add((int) (rowKey >>> 32));
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13)).mul(0xC2B2AE35);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    VectorMask<Integer> kept =
        h.lanewise(VectorOperators.LSHR, 8).compare(VectorOperators.LT, threshold);
    return Lanes.zero().blend(v.mul(scale), kept.cast(Lanes.FLOATS));
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
