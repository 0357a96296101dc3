package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Bias and activation of a dense layer, and their way back. */
final class Bias {
  private final Team team;
  private final ColumnSums sums;
  private final RowBlocks blocks = new RowBlocks();
  private final View x = new View();
  private final View bias = new View();
  private final View gradient = new View();
  private final Loop forward = this::forward;
  private final Loop backward = this::backward;
  private boolean relu;
  private int columns;

  Bias(Team team, HostMemory memory) {
    this.team = team;
    this.sums = new ColumnSums(memory);
  }

  void add(int rows, Matrix matrix, Matrix biasRow, boolean withRelu) {
    columns = matrix.columns();
    relu = withRelu;
    x.of("x", matrix, rows, columns);
    bias.of("bias", biasRow, 1, columns);
    blocks.cut(rows, columns);
    team.run(forward, blocks.count());
  }

  private void forward(int block, int worker) {
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      forwardRow(x.row(r), bias.row(0), columns, relu ? 0 : Float.NEGATIVE_INFINITY);
    }
  }

  private static void forwardRow(long at, long bias, int columns, float least) {
    int whole = Lanes.whole(columns);
    for (int c = 0; c < whole; c += Lanes.COUNT) {
      long i = (long) c * Float.BYTES;
      Lanes.store(at + i, Lanes.load(at + i).add(Lanes.load(bias + i)).max(least));
    }
    if (whole < columns) {
      long i = (long) whole * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(whole, columns);
      FloatVector sum = Lanes.load(at + i, mask).add(Lanes.load(bias + i, mask));
      Lanes.store(at + i, sum.max(least), mask);
    }
  }

  void back(int rows, Matrix y, boolean withRelu, Matrix gradientRows, Matrix biasGradient) {
    columns = gradientRows.columns();
    relu = withRelu;
    gradient.of("gradient", gradientRows, rows, columns);
    bias.of("biasGradient", biasGradient, 1, columns);
    x.of("y", relu ? y : gradientRows, rows, columns);
    blocks.cut(rows, columns);
    sums.begin(blocks.count(), columns);
    team.run(backward, blocks.count());
    sums.total(bias.row(0));
  }

  private void backward(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      if (relu) {
        reluColumns(block, c);
      } else {
        sumColumns(block, c);
      }
    }
  }

  private void reluColumns(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector sum = Lanes.zero();
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      long g = gradient.row(r) + at;
      VectorMask<Float> kept = Lanes.load(x.row(r) + at, mask).compare(VectorOperators.GT, 0f);
      FloatVector through = Lanes.load(g, kept);
      Lanes.store(g, through, mask);
      sum = sum.add(through);
    }
    Lanes.store(sums.block(block) + at, sum, mask);
  }

  private void sumColumns(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector sum = Lanes.zero();
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      sum = sum.add(Lanes.load(gradient.row(r) + at, mask));
    }
    Lanes.store(sums.block(block) + at, sum, mask);
  }
}
