package io.millrace.recommend.state;

import java.util.Arrays;

/**
 * The set of item ordinals one user has rated: an open-addressing table of ints, 8 to 16 bytes an
 * item. Thread-safe.
 */
final class RatedItems {
  private static final int EMPTY = -1;

  private int[] table = empty(8);
  private int size;

  synchronized boolean contains(int ordinal) {
    return table[slot(table, ordinal)] == ordinal;
  }

  synchronized boolean add(int ordinal) {
    if (2 * (size + 1) > table.length) {
      rehash(table.length * 2, EMPTY);
    }
    int slot = slot(table, ordinal);
    if (table[slot] == ordinal) {
      return false;
    }
    table[slot] = ordinal;
    size++;
    return true;
  }

  /** Removing is rare (erasure), so it builds the table anew. */
  synchronized boolean remove(int ordinal) {
    if (table[slot(table, ordinal)] != ordinal) {
      return false;
    }
    rehash(table.length, ordinal);
    size--;
    return true;
  }

  synchronized int size() {
    return size;
  }

  /** All of them, in no order. */
  synchronized int[] all() {
    return Arrays.stream(table).filter(ordinal -> ordinal != EMPTY).toArray();
  }

  private void rehash(int length, int without) {
    int[] next = empty(length);
    for (int ordinal : table) {
      if (ordinal != EMPTY && ordinal != without) {
        next[slot(next, ordinal)] = ordinal;
      }
    }
    table = next;
  }

  private static int slot(int[] table, int ordinal) {
    int mask = table.length - 1;
    int at = ((ordinal * 0x9E3779B9) >>> 7) & mask;
    while (table[at] != EMPTY && table[at] != ordinal) {
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
