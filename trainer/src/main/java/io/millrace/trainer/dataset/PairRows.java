package io.millrace.trainer.dataset;

/**
 * Finds the row of a pair of ordinals in two columns: open addressing over row numbers alone, 5 to
 * 12 bytes a row, off the heap.
 */
final class PairRows {
  private static final int LEAST = 1 << 12;

  private final IntColumn user;
  private final IntColumn item;
  private IntColumn slots = new IntColumn(LEAST);
  private long mask = LEAST - 1;
  private int size;

  /** Over columns that hold each row's pair before it is {@link #put}. */
  PairRows(IntColumn user, IntColumn item) {
    this.user = user;
    this.item = item;
  }

  /** The pair's row, or -1. */
  int get(int userOrdinal, int itemOrdinal) {
    return slots.get(find(userOrdinal, itemOrdinal)) - 1;
  }

  /** Enters a new row. */
  void put(int row) {
    if (4L * (size + 1) > 3 * (mask + 1)) {
      grow();
    }
    slots.set(find(user.get(row), item.get(row)), row + 1);
    size++;
  }

  private long find(int userOrdinal, int itemOrdinal) {
    long hash = (((long) userOrdinal << 32) | itemOrdinal) * 0x9E3779B97F4A7C15L;
    long at = (hash ^ (hash >>> 32)) & mask;
    for (int slot = slots.get(at); slot != 0; slot = slots.get(at)) {
      if (user.get(slot - 1) == userOrdinal && item.get(slot - 1) == itemOrdinal) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    IntColumn old = slots;
    long oldCapacity = mask + 1;
    slots = new IntColumn(oldCapacity * 2);
    mask = oldCapacity * 2 - 1;
    for (long at = 0; at < oldCapacity; at++) {
      int slot = old.get(at);
      if (slot != 0) {
        slots.set(find(user.get(slot - 1), item.get(slot - 1)), slot);
      }
    }
  }
}
