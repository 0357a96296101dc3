package io.millrace.model.retrieval;

import io.github.jbellis.jvector.disk.RandomAccessReader;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory, read by JVector: the pages in use are the system's cache, not this
 * process's heap. It is unmapped when nothing refers to it any more, and so never under a search;
 * the file may be deleted before. Thread-safe; each reader is one thread's.
 *
 * @param memory the whole file
 */
record MappedFile(MemorySegment memory) implements ReaderSupplier {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** Maps a file of any size. */
  static MappedFile of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    }
  }

  int intAt(long offset) {
    return memory.get(INT, offset);
  }

  @Override
  public RandomAccessReader get() {
    return new Reader(memory);
  }

  private static final class Reader implements RandomAccessReader {
    private final MemorySegment memory;
    private long position;

    Reader(MemorySegment memory) {
      this.memory = memory;
    }

    /** The position before so many bytes, which are passed. */
    private long passed(long bytes) {
      long before = position;
      position += bytes;
      return before;
    }

    @Override
    public void seek(long offset) {
      position = offset;
    }

    @Override
    public long getPosition() {
      return position;
    }

    @Override
    public int readInt() {
      return memory.get(INT, passed(Integer.BYTES));
    }

    @Override
    public float readFloat() {
      return memory.get(FLOAT, passed(Float.BYTES));
    }

    @Override
    public long readLong() {
      return memory.get(LONG, passed(Long.BYTES));
    }

    @Override
    public void readFully(byte[] bytes) {
      MemorySegment.copy(
          memory, ValueLayout.JAVA_BYTE, passed(bytes.length), bytes, 0, bytes.length);
    }

    @Override
    public void readFully(ByteBuffer buffer) {
      int length = buffer.remaining();
      buffer.put(memory.asSlice(passed(length), length).asByteBuffer());
    }

    @Override
    public void readFully(long[] values) {
      long bytes = (long) Long.BYTES * values.length;
      MemorySegment.copy(memory, LONG, passed(bytes), values, 0, values.length);
    }

    @Override
    public void read(int[] values, int at, int count) {
      MemorySegment.copy(memory, INT, passed((long) Integer.BYTES * count), values, at, count);
    }

    @Override
    public void read(float[] values, int at, int count) {
      MemorySegment.copy(memory, FLOAT, passed((long) Float.BYTES * count), values, at, count);
    }

    @Override
    public void close() {
      // what is mapped belongs to the file
    }

    @Override
    public long length() {
      return memory.byteSize();
    }
  }
}
