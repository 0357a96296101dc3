package io.millrace.trainer.dataset;

import java.lang.foreign.ValueLayout;

/** A growing column of ints off the heap, 4 bytes each. Written by one thread, then read by any. */
final class IntColumn {
  private static final ValueLayout.OfInt LAYOUT = ValueLayout.JAVA_INT;

  private final Chunks chunks;
  private long capacity;

  /** Room for so many, zeros; it grows when more are set. */
  IntColumn(long capacity) {
    this.capacity = capacity;
    this.chunks = new Chunks(LAYOUT.byteSize(), capacity);
  }

  int get(long index) {
    return chunks.of(index).getAtIndex(LAYOUT, chunks.within(index));
  }

  void set(long index, int value) {
    if (index >= capacity) {
      chunks.reserve(index);
      capacity = index + 1;
    }
    chunks.of(index).setAtIndex(LAYOUT, chunks.within(index), value);
  }
}
