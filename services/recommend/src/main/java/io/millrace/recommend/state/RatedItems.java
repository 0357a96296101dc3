package io.millrace.recommend.state;

import java.util.Arrays;

/**
 * The items one user has rated, by ordinal, and how: an open-addressing table of ints, 8 to 16
 * bytes an item, each with the half stars in its lowest four bits. Thread-safe.
 */
final class RatedItems {
  private static final int EMPTY = -1;
  private static final int BITS = 4;
  private static final int HALF_STARS = (1 << BITS) - 1;

  private int[] table = empty(8);
  private int size;

  /** Is told of the items; must not come back to the table. */
  interface Visitor {
    void rated(int ordinal, int halfStars);
  }

  /**
   * Adds an item or, where it is there, sets its half stars.
   *
   * @param ordinal below 2^27
   * @param halfStars 1 to 10
   * @return whether it was not there
   */
  synchronized boolean put(int ordinal, int halfStars) {
    if (2 * (size + 1) > table.length) {
      rehash(table.length * 2, EMPTY);
    }
    int slot = slot(table, ordinal);
    boolean added = table[slot] == EMPTY;
    table[slot] = ordinal << BITS | halfStars;
    size += added ? 1 : 0;
    return added;
  }

  /** Removing is rare (erasure), so it builds the table anew. */
  synchronized boolean remove(int ordinal) {
    if (table[slot(table, ordinal)] == EMPTY) {
      return false;
    }
    rehash(table.length, ordinal);
    size--;
    return true;
  }

  synchronized int size() {
    return size;
  }

  /** Tells of all items. */
  void forEach(Visitor visitor) {
    for (int entry : entries()) {
      if (entry != EMPTY) {
        visitor.rated(entry >>> BITS, entry & HALF_STARS);
      }
    }
  }

  private synchronized int[] entries() {
    return table.clone();
  }

  private void rehash(int length, int without) {
    int[] next = empty(length);
    for (int entry : table) {
      if (entry != EMPTY && entry >>> BITS != without) {
        next[slot(next, entry >>> BITS)] = entry;
      }
    }
    table = next;
  }

  /** Where the ordinal is, or would be. */
  private static int slot(int[] table, int ordinal) {
    int mask = table.length - 1;
    int at = ((ordinal * 0x9E3779B9) >>> 7) & mask;
    while (table[at] != EMPTY && table[at] >>> BITS != ordinal) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private static int[] empty(int length) {
    int[] table = new int[length];
    Arrays.fill(table, EMPTY);
    return table;
  }
}
