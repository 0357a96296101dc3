package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Adam on the touched rows of a table: each row's gradient is summed and applied at once. */
final class RowAdam {
  private static final int BLOCK = 16;

  private final Team team;
  private final AdamStep step = new AdamStep();
  private final View table = new View();
  private final View first = new View();
  private final View second = new View();
  private final Loop loop = this::block;
  private int count;
  private int tableRows;
  private int columns;
  private long touched;
  private long starts;
  private long sources;
  private long weights;
  private long gradients;
  private long lastSource;

  RowAdam(Team team) {
    this.team = team;
  }

  void apply(
      Matrix rows,
      Matrix firstRows,
      Matrix secondRows,
      int touchedCount,
      RowGradients entries,
      Floats gradientFloats,
      float rate,
      int number) {
    count = touchedCount;
    tableRows = rows.rows();
    columns = rows.columns();
    table.of("table", rows, tableRows, columns);
    first.of("first", firstRows, tableRows, columns);
    second.of("second", secondRows, tableRows, columns);
    touched = CpuInts.address("touched", entries.touched(), 0, count);
    starts = CpuInts.address("starts", entries.starts(), 0, count + 1L);
    int end = Lanes.getInt(starts + (long) count * Integer.BYTES);
    sources = CpuInts.address("sources", entries.sources(), 0, end);
    weights = CpuFloats.address("weights", entries.weights(), 0, end);
    gradients = CpuFloats.address("gradients", gradientFloats, 0, 0);
    lastSource = gradientFloats.size() - columns;
    step.of(rate, number);
    team.run(loop, Math.ceilDiv(count, BLOCK));
  }

  private void block(int block, int worker) {
    for (int t = block * BLOCK; t < Math.min(count, (block + 1) * BLOCK); t++) {
      int from = Lanes.getInt(starts + (long) t * Integer.BYTES);
      int to = Lanes.getInt(starts + (t + 1L) * Integer.BYTES);
      check(from, to);
      row(within(Lanes.getInt(touched + (long) t * Integer.BYTES), tableRows - 1L), from, to);
    }
  }

  private void check(int from, int to) {
    for (int e = from; e < to; e++) {
      within(Lanes.getInt(sources + (long) e * Integer.BYTES), lastSource);
    }
  }

  private static int within(int at, long last) {
    if (at < 0 || at > last) {
      throw new IndexOutOfBoundsException("rows: expected from 0 to " + last + ", found " + at);
    }
    return at;
  }

  private void row(int row, int from, int to) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      columns(row, c, from, to);
    }
  }

  private void columns(int row, int c, int from, int to) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector g = Lanes.zero();
    for (int e = from; e < to; e++) {
      long source = (long) Lanes.getInt(sources + (long) e * Integer.BYTES) * Float.BYTES;
      float by = Lanes.get(weights + (long) e * Float.BYTES);
      g = Lanes.load(gradients + source + at, mask).fma(Lanes.broadcast(by), g);
    }
    FloatVector m = AdamStep.first(Lanes.load(first.row(row) + at, mask), g);
    FloatVector v = AdamStep.second(Lanes.load(second.row(row) + at, mask), g);
    Lanes.store(first.row(row) + at, m, mask);
    Lanes.store(second.row(row) + at, v, mask);
    long w = table.row(row) + at;
    Lanes.store(w, step.weight(Lanes.load(w, mask), m, v), mask);
  }
}
