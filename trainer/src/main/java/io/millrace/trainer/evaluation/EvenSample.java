package io.millrace.trainer.evaluation;

import java.util.BitSet;

/** Some numbers of a row, evenly spaced: which they are is decided by how many there are alone. */
public final class EvenSample {
  private EvenSample() {}

  /**
   * As many as are wanted; all of them where there are no more.
   *
   * @param from first number of the row
   * @param size of the row, at least 0
   * @param most numbers in the sample at most, at least 1
   */
  public static BitSet of(int from, int size, int most) {
    BitSet sample = new BitSet(from + size);
    int count = Math.min(size, most);
    for (int k = 0; k < count; k++) {
      sample.set(from + (int) Math.ceilDiv((long) k * size, count));
    }
    return sample;
  }
}
