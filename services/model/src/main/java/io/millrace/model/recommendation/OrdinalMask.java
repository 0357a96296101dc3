package io.millrace.model.recommendation;

import io.millrace.model.feature.ItemOrdinals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of a view's items as one bit per ordinal. Any thread reads while one at a time calls {@link
 * #set}.
 */
final class OrdinalMask {
  private volatile AtomicLongArray words = new AtomicLongArray(16);
  private final AtomicInteger size = new AtomicInteger();

  /**
   * Takes an item in or out.
   *
   * @param ordinal 0 or more
   */
  void set(int ordinal, boolean within) {
    if (within != contains(ordinal)) {
      int word = ordinal >> 6;
      AtomicLongArray room = room(word);
      room.set(word, room.get(word) ^ bit(ordinal));
      size.addAndGet(within ? 1 : -1);
    }
  }

  private static long bit(int ordinal) {
    return 1L << (ordinal & 63);
  }

  /** The words, with one of this number. */
  private AtomicLongArray room(int word) {
    AtomicLongArray now = words;
    if (word < now.length()) {
      return now;
    }
    AtomicLongArray grown = new AtomicLongArray(Math.max(word + 1, 2 * now.length()));
    for (int i = 0; i < now.length(); i++) {
      grown.set(i, now.get(i));
    }
    words = grown;
    return grown;
  }

  boolean contains(int ordinal) {
    AtomicLongArray now = words;
    int word = ordinal >> 6;
    return word < now.length() && (now.get(word) & bit(ordinal)) != 0;
  }

  /** How many items are within. */
  int size() {
    return size.get();
  }

  /** The items within, in order of their ordinals. */
  List<String> ids(ItemOrdinals ordinals) {
    List<String> ids = new ArrayList<>(size());
    AtomicLongArray now = words;
    for (int i = 0; i < now.length(); i++) {
      for (long word = now.get(i); word != 0; word &= word - 1) {
        ids.add(ordinals.id((i << 6) + Long.numberOfTrailingZeros(word)));
      }
    }
    return ids;
  }
}
