package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** What a cross layer does beside its product, and its way back. */
final class CrossLayer {
  private final Team team;
  private final ColumnSums sums;
  private final RowBlocks blocks = new RowBlocks();
  private final View x0 = new View();
  private final View x = new View();
  private final View c = new View();
  private final View bias = new View();
  private final View next = new View();
  private final View x0Gradient = new View();
  private final Loop forward = this::forward;
  private final Loop backward = this::backward;
  private int columns;
  private boolean wanted;

  CrossLayer(Team team, HostMemory memory) {
    this.team = team;
    this.sums = new ColumnSums(memory);
  }

  void forward(int rows, Matrix first, Matrix input, Matrix product, Matrix biasRow, Matrix out) {
    columns = product.columns();
    x0.of("x0", first, rows, columns);
    x.of("x", input, rows, columns);
    c.of("c", product, rows, columns);
    bias.of("bias", biasRow, 1, columns);
    next.of("next", out, rows, columns);
    blocks.cut(rows, columns);
    team.run(forward, blocks.count());
  }

  private void forward(int block, int worker) {
    for (int column = 0; column < columns; column += Lanes.COUNT) {
      long at = (long) column * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(column, columns);
      FloatVector plus = Lanes.load(bias.row(0) + at, mask);
      for (int r = blocks.from(block); r < blocks.to(block); r++) {
        FloatVector sum = Lanes.load(c.row(r) + at, mask).add(plus);
        FloatVector input = Lanes.load(x.row(r) + at, mask);
        Lanes.store(c.row(r) + at, sum, mask);
        Lanes.store(next.row(r) + at, Lanes.load(x0.row(r) + at, mask).fma(sum, input), mask);
      }
    }
  }

  void backward(
      int rows,
      Matrix first,
      Matrix product,
      Matrix gradient,
      Matrix productGradient,
      @Nullable Matrix firstGradient,
      Matrix biasGradient) {
    columns = product.columns();
    x0.of("x0", first, rows, columns);
    c.of("c", product, rows, columns);
    x.of("gradient", gradient, rows, columns);
    next.of("cGradient", productGradient, rows, columns);
    wanted = firstGradient != null;
    if (firstGradient != null) {
      x0Gradient.of("x0Gradient", firstGradient, rows, columns);
    }
    bias.of("biasGradient", biasGradient, 1, columns);
    blocks.cut(rows, columns);
    sums.begin(blocks.count(), columns);
    team.run(backward, blocks.count());
    sums.total(bias.row(0));
  }

  private void backward(int block, int worker) {
    for (int column = 0; column < columns; column += Lanes.COUNT) {
      backwardColumns(block, column);
      if (wanted) {
        addFirstColumns(block, column);
      }
    }
  }

  private void backwardColumns(int block, int column) {
    long at = (long) column * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(column, columns);
    FloatVector sum = Lanes.zero();
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector g = Lanes.load(x.row(r) + at, mask);
      FloatVector through = g.mul(Lanes.load(x0.row(r) + at, mask));
      Lanes.store(next.row(r) + at, through, mask);
      sum = sum.add(through);
    }
    Lanes.store(sums.block(block) + at, sum, mask);
  }

  private void addFirstColumns(int block, int column) {
    long at = (long) column * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(column, columns);
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector g = Lanes.load(x.row(r) + at, mask);
      long to = x0Gradient.row(r) + at;
      Lanes.store(to, g.fma(Lanes.load(c.row(r) + at, mask), Lanes.load(to, mask)), mask);
    }
  }
}
