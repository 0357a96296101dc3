package io.millrace.trainer.kernels;

/**
 * How rows are cut into blocks: of about 64 KiB for each matrix, so that a block of several stays
 * in the second-level cache from one pass to the next. It depends on the width alone, so sums that
 * are taken by block are the same for every number of threads.
 */
final class RowBlocks {
  private static final int FLOATS = 16 * 1024;

  private int rows;
  private int size;

  /** Cuts so many rows of so many columns. */
  void cut(int rowCount, int columns) {
    rows = rowCount;
    size = Math.max(1, FLOATS / columns);
  }

  int count() {
    return Math.ceilDiv(rows, size);
  }

  int from(int block) {
    return block * size;
  }

  int to(int block) {
    return Math.min(rows, (block + 1) * size);
  }
}
