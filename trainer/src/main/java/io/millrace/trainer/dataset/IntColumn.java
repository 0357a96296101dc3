package io.millrace.trainer.dataset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A growing column of ints off the heap, 4 bytes each; its memory goes when nobody refers to it any
 * more. Written by one thread, then read by any.
 */
final class IntColumn {
  private static final ValueLayout.OfInt LAYOUT = ValueLayout.JAVA_INT;

  private MemorySegment memory;
  private long capacity;

  /** Room for so many, zeros; it grows when more are set. */
  IntColumn(long capacity) {
    this.capacity = Math.max(1, capacity);
    this.memory = Arena.ofAuto().allocate(LAYOUT, this.capacity);
  }

  int get(long index) {
    return memory.getAtIndex(LAYOUT, index);
  }

  void set(long index, int value) {
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
