package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Batch normalisation of inference, with ReLU: a scale and a shift by column. */
final class ScaleShift {
  private final Team team;
  private final RowBlocks blocks = new RowBlocks();
  private final View x = new View();
  private final View scale = new View();
  private final View shift = new View();
  private final Loop loop = this::block;
  private int columns;

  ScaleShift(Team team) {
    this.team = team;
  }

  void apply(int rows, Matrix matrix, Matrix scales, Matrix shifts) {
    columns = matrix.columns();
    x.of("x", matrix, rows, columns);
    scale.of("scale", scales, 1, columns);
    shift.of("shift", shifts, 1, columns);
    blocks.cut(rows, columns);
    team.run(loop, blocks.count());
  }

  private void block(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      FloatVector by = Lanes.load(scale.row(0) + at, mask);
      FloatVector plus = Lanes.load(shift.row(0) + at, mask);
      for (int r = blocks.from(block); r < blocks.to(block); r++) {
        long i = x.row(r) + at;
        Lanes.store(i, Lanes.load(i, mask).fma(by, plus).max(0f), mask);
      }
    }
  }
}
