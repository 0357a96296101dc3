package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Rows divided by their lengths, and the way back. */
final class UnitRows {
  private static final double LEAST_LENGTH = 1e-12;

  private final Team team;
  private final RowBlocks blocks = new RowBlocks();
  private final View x = new View();
  private final View unit = new View();
  private final View length = new View();
  private final Loop forward = this::forward;
  private final Loop backward = this::backward;
  private final long lanes;
  private int columns;

  UnitRows(Team team, HostMemory memory) {
    this.team = team;
    this.lanes = memory.allocate(team.threads() * Lanes.BYTES);
  }

  private void cut(int rows, Matrix matrix, Matrix units, Matrix lengths, String name) {
    columns = matrix.columns();
    x.of(name, matrix, rows, columns);
    unit.of("unit", units, rows, columns);
    length.ofRow("lengths", lengths, rows);
    blocks.cut(rows, columns);
  }

  void forward(int rows, Matrix matrix, Matrix units, Matrix lengths) {
    cut(rows, matrix, units, lengths, "x");
    team.run(forward, blocks.count());
  }

  private void forward(int block, int worker) {
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      double square = dot(x.row(r), x.row(r), columns, lanes + worker * Lanes.BYTES);
      float by = (float) Math.max(LEAST_LENGTH, Math.sqrt(square));
      Lanes.set(length.row(0) + (long) r * Float.BYTES, by);
      divide(x.row(r), unit.row(r), columns, by);
    }
  }

  private static double dot(long a, long b, int columns, long lanes) {
    FloatVector sum = Lanes.zero();
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      sum = Lanes.load(a + at, mask).fma(Lanes.load(b + at, mask), sum);
    }
    Lanes.store(lanes, sum);
    return Lanes.sum(lanes);
  }

  private static void divide(long from, long to, int columns, float by) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      Lanes.store(to + at, Lanes.load(from + at, mask).div(by), mask);
    }
  }

  void backward(int rows, Matrix units, Matrix lengths, Matrix gradient) {
    cut(rows, gradient, units, lengths, "gradient");
    team.run(backward, blocks.count());
  }

  private void backward(int block, int worker) {
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      double along = dot(unit.row(r), x.row(r), columns, lanes + worker * Lanes.BYTES);
      float by = 1 / Lanes.get(length.row(0) + (long) r * Float.BYTES);
      turn(x.row(r), unit.row(r), columns, (float) -along, by);
    }
  }

  private static void turn(long gradient, long unit, int columns, float along, float by) {
    FloatVector factor = Lanes.broadcast(along);
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      FloatVector g = Lanes.load(unit + at, mask).fma(factor, Lanes.load(gradient + at, mask));
      Lanes.store(gradient + at, g.mul(by), mask);
    }
  }
}
