package io.millrace.trainer.dataset;

import java.util.Arrays;

/** Open-addressing map from a pair of ordinals to a row: 12 to 24 bytes an entry. */
final class PairRows {
  private static final long FREE = -1;
  private long[] keys = new long[1 << 12];
  private int[] rows = new int[1 << 12];
  private int size;

  PairRows() {
    Arrays.fill(keys, FREE);
  }

  /** The pair's row, or -1. */
  int get(int user, int item) {
    int at = find(key(user, item));
    return keys[at] == FREE ? -1 : rows[at];
  }

  void put(int user, int item, int row) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    int at = find(key(user, item));
    size += keys[at] == FREE ? 1 : 0;
    keys[at] = key(user, item);
    rows[at] = row;
  }

  private static long key(int user, int item) {
    return ((long) user << 32) | item;
  }

  private int find(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    int at = (int) (hash >>> 33) & (keys.length - 1);
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldRows = rows;
    keys = new long[oldKeys.length * 2];
    rows = new int[oldKeys.length * 2];
    Arrays.fill(keys, FREE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        rows[at] = oldRows[i];
      }
    }
  }
}
