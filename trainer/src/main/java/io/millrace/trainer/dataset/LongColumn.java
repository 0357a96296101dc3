package io.millrace.trainer.dataset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A growing column of longs off the heap, 8 bytes each; its memory goes when nobody refers to it
 * any more. Written by one thread, then read by any.
 */
final class LongColumn {
  private static final ValueLayout.OfLong LAYOUT = ValueLayout.JAVA_LONG;

  private MemorySegment memory;
  private long capacity;

  /** Room for so many, zeros; it grows when more are set. */
  LongColumn(long capacity) {
    this.capacity = Math.max(1, capacity);
    this.memory = Arena.ofAuto().allocate(LAYOUT, this.capacity);
  }

  long get(long index) {
    return memory.getAtIndex(LAYOUT, index);
  }

  void set(long index, long value) {
    if (index >= capacity) {
      grow(index + 1);
    }
    memory.setAtIndex(LAYOUT, index, value);
  }

  private void grow(long least) {
    capacity = Math.max(least, capacity + (capacity >> 1));
    MemorySegment larger = Arena.ofAuto().allocate(LAYOUT, capacity);
    MemorySegment.copy(memory, 0, larger, 0, memory.byteSize());
    memory = larger;
  }
}
