package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Sums over columns, first by block, then over blocks in their order. */
final class ColumnSums {
  private final Scratch scratch;
  private long address;
  private int blocks;
  private int width;
  private long stride;

  ColumnSums(HostMemory memory) {
    this.scratch = new Scratch(memory);
  }

  /** Room for sums of so many columns from so many blocks. */
  void begin(int blockCount, int columns) {
    blocks = blockCount;
    width = columns;
    stride = (columns + Lanes.COUNT) * (long) Float.BYTES;
    address = scratch.of(Math.max(1, blockCount) * stride);
  }

  /** Where a block leaves its sums. */
  long block(int block) {
    return address + block * stride;
  }

  /** The sums over all blocks. */
  void total(long out) {
    for (int c = 0; c < width; c += Lanes.COUNT) {
      VectorMask<Float> mask = Lanes.mask(c, width);
      long at = address + (long) c * Float.BYTES;
      FloatVector sum = Lanes.zero();
      for (int b = 0; b < blocks; b++) {
        sum = sum.add(Lanes.load(at + b * stride, mask));
      }
      Lanes.store(out + (long) c * Float.BYTES, sum, mask);
    }
  }
}
