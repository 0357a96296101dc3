package io.millrace.model.recommendation;

import java.util.Arrays;

/** A set of items by their ordinals: an open-addressing table of ints. For one thread. */
final class OrdinalSet {
  private static final int FREE = -1;

  private int[] table = free(64);
  private int size;

  /** Adds an item; a negative ordinal is that of none. */
  void add(int ordinal) {
    if (ordinal >= 0 && insert(ordinal) && 2 * ++size > table.length) {
      grow();
    }
  }

  private boolean insert(int ordinal) {
    int place = place(ordinal);
    boolean added = table[place] == FREE;
    table[place] = ordinal;
    return added;
  }

  private void grow() {
    int[] before = table;
    table = free(2 * before.length);
    for (int ordinal : before) {
      if (ordinal != FREE) {
        insert(ordinal);
      }
    }
  }

  boolean contains(int ordinal) {
    return table[place(ordinal)] == ordinal && ordinal >= 0;
  }

  /** Where the ordinal is, or would be. */
  private int place(int ordinal) {
    int mask = table.length - 1;
    int place = ((ordinal * 0x9E3779B9) >>> 8) & mask;
    while (table[place] != FREE && table[place] != ordinal) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private static int[] free(int length) {
    int[] table = new int[length];
    Arrays.fill(table, FREE);
    return table;
  }
}
