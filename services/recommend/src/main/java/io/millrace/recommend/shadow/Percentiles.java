package io.millrace.recommend.shadow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Percentiles of the last thousand values. One thread at a time. */
final class Percentiles {
  private static final int KEPT = 1000;

  private final double[] values = new double[KEPT];
  private long added;

  void add(double value) {
    values[(int) (added % KEPT)] = value;
    added++;
  }

  /** By nearest rank; null before the first value. */
  @Nullable Double at(double share) {
    int count = (int) Math.min(added, KEPT);
    if (count == 0) {
      return null;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }
}
