package io.millrace.trainer.dataset;

import java.lang.foreign.ValueLayout;

/** A growing column of bytes off the heap. Written by one thread, then read by any. */
final class ByteColumn {
  private static final ValueLayout.OfByte LAYOUT = ValueLayout.JAVA_BYTE;

  private final Chunks chunks;
  private long capacity;

  /** Room for so many, zeros; it grows when more are set. */
  ByteColumn(long capacity) {
    this.capacity = capacity;
    this.chunks = new Chunks(LAYOUT.byteSize(), capacity);
  }

  byte get(long index) {
    return chunks.of(index).getAtIndex(LAYOUT, chunks.within(index));
  }

  void set(long index, byte value) {
    if (index >= capacity) {
      chunks.reserve(index);
      capacity = index + 1;
    }
    chunks.of(index).setAtIndex(LAYOUT, chunks.within(index), value);
  }
}
