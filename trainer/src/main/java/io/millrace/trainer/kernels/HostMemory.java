package io.millrace.trainer.kernels;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Zeroed memory outside the heap, aligned to cache lines, by C's {@code calloc}: unlike an arena's
 * it is not held to the heap's size, and the system supplies its pages when they are first written.
 * Large pieces ask Linux for pages of 2 MiB: rows of a table or of logits lie on pages of their
 * own, and looking up so many small ones slows a step by a twentieth.
 *
 * <p>Not thread-safe. Freed altogether by {@link #close}.
 */
final class HostMemory implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALLOC =
      function(
          "calloc",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      function("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

  private static final long LARGE = 4L << 20;
  private static final long PAGE = 4096;
  private static final int LARGE_PAGES = 14;

  private record Block(long start, long bytes) {}

  private static final MethodHandle ADVISE =
      handle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private final long limit;
  private final Optional<MemorySegment> advise;
  private final Map<Long, Block> blocks = new HashMap<>();
  private long held;
  private boolean closed;

  /**
   * Memory up to a limit.
   *
   * @param limit bytes altogether
   */
  HostMemory(long limit) {
    this.limit = limit;
    this.advise =
        System.getProperty("os.name").equals("Linux")
            ? LINKER.defaultLookup().find("madvise")
            : Optional.empty();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(address, descriptor);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(descriptor);
  }

  /** A wish: where it is not granted small pages serve as well. */
  private static void askForLargePages(MemorySegment advise, long start, long bytes) {
    long from = (start + PAGE - 1) & -PAGE;
    try {
      int _ = (int) ADVISE.invokeExact(advise, from, (start + bytes - from) & -PAGE, LARGE_PAGES);
    } catch (Throwable e) {
      throw new AssertionError("madvise throws nothing", e);
    }
  }

  /**
   * The address of new zeros.
   *
   * @throws OutOfMemoryError where there is no such room
   */
  long allocate(long bytes) {
    long padded = Math.addExact(bytes, 2L * ALIGNMENT);
    long start = held + padded > limit ? 0 : calloc(padded);
    if (start == 0) {
      throw new OutOfMemoryError(
          "memory for training: asked for %d bytes, holding %d of at most %d"
              .formatted(bytes, held, limit));
    }
    long address = (start + ALIGNMENT - 1) & -ALIGNMENT;
    blocks.put(address, new Block(start, padded));
    held += padded;
    if (advise.isPresent() && padded >= LARGE) {
      askForLargePages(advise.get(), start, padded);
    }
    return address;
  }

  /** Gives back what {@link #allocate} gave. */
  void free(long address) {
    Block block = blocks.remove(address);
    if (block == null) {
      throw new IllegalArgumentException("memory: not from these kernels, or given back before");
    }
    held -= block.bytes();
    release(block.start());
  }

  @Override
  public void close() {
    blocks.values().forEach(block -> release(block.start()));
    blocks.clear();
    held = 0;
    closed = true;
  }

  boolean closed() {
    return closed;
  }

  private static long calloc(long bytes) {
    try {
      return (long) CALLOC.invokeExact(1L, bytes);
    } catch (Throwable e) {
      throw new AssertionError("calloc throws nothing", e);
    }
  }

  private static void release(long start) {
    try {
      FREE.invokeExact(start);
    } catch (Throwable e) {
      throw new AssertionError("free throws nothing", e);
    }
  }
}
