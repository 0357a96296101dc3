package io.millrace.model.retrieval;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The ids of a segment on disk, in a mapped file: five million would take half a gigabyte of heap.
 * Immutable, thread-safe.
 *
 * <p>The file, big-endian: how many; where each id's bytes end; the ordinals in order of their ids'
 * bytes; the bytes, UTF-8, without anything between.
 */
final class ItemNames {
  private final MappedFile file;
  private final int size;
  private final long order;
  private final long text;

  private ItemNames(MappedFile file) {
    this.file = file;
    this.size = file.intAt(0);
    this.order = Integer.BYTES * (1L + size);
    this.text = Integer.BYTES * (1L + 2L * size);
  }

  /** Writes the ids of items. */
  static void write(ItemVectors items, Path path) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 20))) {
      out.writeInt(items.size());
      int end = 0;
      for (int i = 0; i < items.size(); i++) {
        end = Math.addExact(end, bytes(items.id(i)).length);
        out.writeInt(end);
      }
      for (int ordinal : inOrder(items)) {
        out.writeInt(ordinal);
      }
      for (int i = 0; i < items.size(); i++) {
        out.write(bytes(items.id(i)));
      }
    }
  }

  private static int[] inOrder(ItemVectors items) {
    return IntStream.range(0, items.size())
        .boxed()
        .sorted(Comparator.comparing(i -> bytes(items.id(i)), java.util.Arrays::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /** Opens what {@link #write} wrote. */
  static ItemNames open(Path path) throws IOException {
    return new ItemNames(MappedFile.of(path));
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** An ordinal's id. */
  String id(int ordinal) {
    byte[] bytes = slice(ordinal).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private MemorySegment slice(int ordinal) {
    long from = ordinal == 0 ? 0 : file.intAt((long) Integer.BYTES * ordinal);
    long end = file.intAt((long) Integer.BYTES * (ordinal + 1));
    return file.memory().asSlice(text + from, end - from);
  }

  /** An id's ordinal; negative if it is none of these. */
  int ordinal(String id) {
    MemorySegment wanted = MemorySegment.ofArray(bytes(id));
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int ordinal = file.intAt(order + (long) Integer.BYTES * middle);
      int compared = compare(slice(ordinal), wanted);
      if (compared == 0) {
        return ordinal;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** As {@link java.util.Arrays#compareUnsigned(byte[], byte[])}. */
  private static int compare(MemorySegment a, MemorySegment b) {
    long at = a.mismatch(b);
    if (at < 0) {
      return 0;
    }
    if (at == a.byteSize() || at == b.byteSize()) {
      return Long.compare(a.byteSize(), b.byteSize());
    }
    return Byte.compareUnsigned(a.get(ValueLayout.JAVA_BYTE, at), b.get(ValueLayout.JAVA_BYTE, at));
  }
}
