package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Rows and bags of rows read from a table. */
final class Tables {
  private final Team team;
  private final RowBlocks blocks = new RowBlocks();
  private final View table = new View();
  private final View out = new View();
  private final View weight = new View();
  private final Loop gather = this::gather;
  private final Loop pool = this::pool;
  private long index;
  private int tableRows;
  private int columns;
  private int bag;

  Tables(Team team) {
    this.team = team;
  }

  private void cut(int rows, Matrix from, Ints indices, long perRow, Matrix to) {
    columns = from.columns();
    tableRows = from.rows();
    table.of("table", from, tableRows, columns);
    index = CpuInts.address("index", indices, 0, rows * perRow);
    out.of("out", to, rows, columns);
    blocks.cut(rows, columns);
  }

  private long row(int at) {
    if (at < 0 || at >= tableRows) {
      throw new IndexOutOfBoundsException(
          "index: expected from 0 to " + (tableRows - 1) + ", found " + at);
    }
    return table.row(at);
  }

  void gather(int rows, Matrix from, Ints indices, Matrix to) {
    cut(rows, from, indices, 1, to);
    team.run(gather, blocks.count());
  }

  private void gather(int block, int worker) {
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      copy(row(Lanes.getInt(index + (long) r * Integer.BYTES)), out.row(r), columns);
    }
  }

  private static void copy(long from, long to, int columns) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      Lanes.store(to + at, Lanes.load(from + at, mask), mask);
    }
  }

  void pool(int rows, int bagSize, Matrix from, Ints indices, Matrix weights, Matrix to) {
    if (bagSize < 1) {
      throw new IllegalArgumentException("bag: expected at least 1, found " + bagSize);
    }
    bag = bagSize;
    weight.ofRow("weights", weights, bag);
    cut(rows, from, indices, bag, to);
    team.run(pool, blocks.count());
  }

  private void pool(int block, int worker) {
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      poolRow(index + (long) r * bag * Integer.BYTES, out.row(r));
    }
  }

  private void poolRow(long indices, long to) {
    float total = 0;
    for (int k = 0; k < bag; k++) {
      int at = Lanes.getInt(indices + (long) k * Integer.BYTES);
      total += at == 0 ? 0 : Lanes.get(weight.row(0) + (long) k * Float.BYTES);
    }
    float by = total > 0 ? 1 / total : 0;
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      poolColumns(indices, c, by, to);
    }
  }

  private void poolColumns(long indices, int c, float scale, long to) {
    long column = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector sum = Lanes.zero();
    for (int k = 0; k < bag; k++) {
      int at = Lanes.getInt(indices + (long) k * Integer.BYTES);
      if (at != 0) {
        float by = Lanes.get(weight.row(0) + (long) k * Float.BYTES);
        sum = Lanes.load(row(at) + column, mask).fma(Lanes.broadcast(by), sum);
      }
    }
    Lanes.store(to + column, sum.mul(scale), mask);
  }
}
