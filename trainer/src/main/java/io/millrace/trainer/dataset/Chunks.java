package io.millrace.trainer.dataset;

import io.millrace.runtime.UserFault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Growing memory off the heap, zeros, in pieces of about a quarter of a megabyte that never move:
 * growing copies nothing, leaves no garbage behind and wastes less than one piece. It goes when
 * nobody refers to it any more.
 *
 * <p>Written by one thread, then read by any.
 */
final class Chunks {
  private static final long BYTES = 256 << 10;
  private static final long ALIGNMENT = 64;
  private static final double MIB = 1 << 20;

  private final Arena arena = Arena.ofAuto();
  private final long entryBytes;
  private final int bits;
  private final long mask;
  private MemorySegment[] chunks = new MemorySegment[1];
  private int count;

  /**
   * Room for so many entries; it grows when more are asked for.
   *
   * @param entryBytes of each
   */
  Chunks(long entryBytes, long capacity) {
    this.entryBytes = entryBytes;
    this.bits = 63 - Long.numberOfLeadingZeros(Math.max(1, BYTES / entryBytes));
    this.mask = (1L << bits) - 1;
    reserve(Math.max(1, capacity) - 1);
  }

  /** The piece that an entry is in. */
  MemorySegment of(long index) {
    return chunks[(int) (index >>> bits)];
  }

  /** The entry's place within its piece, in entries. */
  long within(long index) {
    return index & mask;
  }

  /** Makes room up to an entry. */
  void reserve(long index) {
    int wanted = Math.toIntExact((index >>> bits) + 1);
    if (wanted > chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(wanted, chunks.length + chunks.length / 2));
    }
    while (count < wanted) {
      chunks[count] = allocate(entryBytes << bits);
      count++;
    }
  }

  private MemorySegment allocate(long bytes) {
    try {
      return arena.allocate(bytes, ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw new UserFault(
          ("trainer: %.1f MiB more for columns of ratings and their features must be free, are not"
                  + " (%s; this column holds %.0f MiB); give it more by"
                  + " MILLRACE_JAVA_OPTS=-XX:MaxDirectMemorySize=8g, or lower"
                  + " trainer.retrieval_max_examples or trainer.ranker_max_examples")
              .formatted(bytes / MIB, e.getMessage(), (double) count * bytes / MIB),
          e);
    }
  }
}
