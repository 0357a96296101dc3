package io.millrace.trainer.dataset;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** The items a user has rated up to a moment, in order. For one thread. */
public final class RatedItems {
  private final int user;
  private int[] items = new int[16];
  private int size;
  private final BitSet seen = new BitSet();

  /**
   * Nothing yet.
   *
   * @param user ordinal
   */
  public RatedItems(int user) {
    this.user = user;
  }

  /** The user's ordinal. */
  public int user() {
    return user;
  }

  /** How many ratings, those of an item again included. */
  public int size() {
    return size;
  }

  /** Ordinal of an item, 0 for the newest. */
  public int back(int k) {
    return items[size - 1 - k];
  }

  /** Whether the user has rated the item. */
  public boolean contains(int item) {
    return seen.get(item);
  }

  /** Tells the items that were rated, each once, lowest ordinal first. */
  public void forEach(IntConsumer action) {
    seen.stream().forEach(action);
  }

  /** The user rates an item. */
  public void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
    seen.set(item);
  }
}
