package io.millrace.model.retrieval;

import java.util.Arrays;

/** Sorts by score as longs, without an object for each. Pure. */
public final class ScoreOrder {
  private ScoreOrder() {}

  /** A key; sorted ascending, higher scores come first, of equal ones lower ordinals. */
  public static long key(float score, int ordinal) {
    int bits = Float.floatToIntBits(score);
    int ascending = bits >= 0 ? bits : bits ^ 0x7fffffff;
    return ((long) ~ascending << 32) | ordinal;
  }

  /** The ordinals of keys, the best first; sorts the keys. */
  public static int[] ordinals(long[] keys) {
    Arrays.sort(keys);
    int[] ordinals = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      ordinals[i] = (int) keys[i];
    }
    return ordinals;
  }

  /** The places of the first n scores, the best first, ties in their order. */
  public static int[] bestFirst(float[] scores, int n) {
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = key(scores[i], i);
    }
    return ordinals(keys);
  }
}
