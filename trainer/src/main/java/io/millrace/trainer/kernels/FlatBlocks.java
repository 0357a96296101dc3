package io.millrace.trainer.kernels;

/** How a range of floats is cut into blocks, whatever the number of threads. */
final class FlatBlocks {
  private static final long SIZE = 16 * 1024;

  private long floats;

  /** Cuts so many floats. */
  int cut(long count) {
    floats = count;
    return Math.toIntExact(Math.ceilDiv(count, SIZE));
  }

  /** Bytes from the beginning to the block. */
  long offset(int block) {
    return block * SIZE * Float.BYTES;
  }

  /** Floats in the block. */
  int length(int block) {
    return (int) Math.min(SIZE, floats - block * SIZE);
  }
}
