package io.millrace.trainer.dataset;

import java.lang.foreign.ValueLayout;

/**
 * A growing column of longs off the heap, 8 bytes each. Written by one thread, then read by any.
 */
final class LongColumn {
  private static final ValueLayout.OfLong LAYOUT = ValueLayout.JAVA_LONG;

  private final Chunks chunks;
  private long capacity;

  /** Room for so many, zeros; it grows when more are set. */
  LongColumn(long capacity) {
    this.capacity = capacity;
    this.chunks = new Chunks(LAYOUT.byteSize(), capacity);
  }

  long get(long index) {
    return chunks.of(index).getAtIndex(LAYOUT, chunks.within(index));
  }

  void set(long index, long value) {
    if (index >= capacity) {
      chunks.reserve(index);
      capacity = index + 1;
    }
    chunks.of(index).setAtIndex(LAYOUT, chunks.within(index), value);
  }
}
