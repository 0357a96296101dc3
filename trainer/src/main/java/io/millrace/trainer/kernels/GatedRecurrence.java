package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Gated recurrent units over packed sequences, forward and back. Sequences do not touch one
 * another, so each thread takes some of them through all steps and nobody waits between steps; a
 * part's state stays in its cache. Cut by the number of threads alone.
 */
final class GatedRecurrence {
  private static final int LEAST_SEQUENCES = 8;

  private final Team team;
  private final Blas blas;
  private final View gates = new View();
  private final View recurrent = new View();
  private final View weight = new View();
  private final View state = new View();
  private final View stateGradient = new View();
  private final Loop forward = this::forward;
  private final Loop backward = this::backward;
  private long starts;
  private int steps;
  private int width;
  private int size;

  GatedRecurrence(Team team, Blas blas) {
    this.team = team;
    this.blas = blas;
  }

  void forward(
      int stepCount,
      Ints stepStarts,
      Matrix gateRows,
      Matrix recurrentRows,
      Matrix weights,
      Matrix stateRows) {
    begin(stepCount, stepStarts, gateRows, recurrentRows, weights, stateRows);
    team.run(forward, cut());
  }

  private void begin(
      int stepCount,
      Ints stepStarts,
      Matrix gateRows,
      Matrix recurrentRows,
      Matrix weights,
      Matrix stateRows) {
    steps = stepCount;
    starts = CpuInts.address("starts", stepStarts, 0, steps + 1L);
    width = stateRows.columns();
    int rows = start(steps);
    gates.of("gates", gateRows, rows, 3 * width);
    recurrent.of("recurrent", recurrentRows, rows, 3 * width);
    weight.of("weight", weights, width, 3 * width);
    state.of("state", stateRows, rows, width);
  }

  private int cut() {
    int sequences = sequences(0);
    int parts = team.threads() == 1 ? 1 : 2 * team.threads();
    size = Math.max(LEAST_SEQUENCES, Math.ceilDiv(sequences, parts));
    return Math.ceilDiv(sequences, size);
  }

  private int start(int step) {
    return Lanes.getInt(starts + (long) step * Integer.BYTES);
  }

  /** How many sequences have a row at a step. */
  private int sequences(int step) {
    return step < steps ? start(step + 1) - start(step) : 0;
  }

  private void forward(int part, int worker) {
    int from = part * size;
    int to = Math.min(sequences(0), from + size);
    for (int s = from; s < to; s++) {
      clear(state.row(s), width);
    }
    for (int step = 0; step < steps && sequences(step) > from; step++) {
      int here = Math.min(to, sequences(step));
      int on = Math.clamp(sequences(step + 1), from, to);
      forwardStep(step, from, on, worker);
      for (int s = on; s < here; s++) {
        clear(gates.row(start(step) + s), 3 * width);
        clear(recurrent.row(start(step) + s), 3 * width);
      }
    }
  }

  /** The sequences that go on, from one step to the next. */
  private void forwardStep(int step, int from, int on, int worker) {
    if (on == from) {
      return;
    }
    int row = start(step);
    int next = start(step + 1);
    blas.product(
        worker,
        on - from,
        3 * width,
        width,
        1,
        state.row(row + from),
        state.leading(),
        false,
        weight.row(0),
        weight.leading(),
        false,
        0,
        recurrent.row(row + from),
        recurrent.leading());
    for (int s = from; s < on; s++) {
      long gate = gates.row(row + s);
      long product = recurrent.row(row + s);
      activate(gate, product);
      move(gate, state.row(row + s), state.row(next + s));
    }
  }

  private long bytes(int columns) {
    return (long) columns * Float.BYTES;
  }

  /** Sums become gates: reset and update between 0 and 1, candidate between -1 and 1. */
  private void activate(long gate, long product) {
    add(gate, product, 2 * width);
    Exponential.sigmoid(gate, 2 * width, 1, 1, 0);
    long candidate = gate + bytes(2 * width);
    addGated(candidate, gate, product + bytes(2 * width), width);
    // tanh x = 2 sigmoid(2 x) - 1
    Exponential.sigmoid(candidate, width, 2, 2, -1);
  }

  private static void clear(long row, int columns) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      Lanes.store(row + (long) c * Float.BYTES, Lanes.zero(), Lanes.mask(c, columns));
    }
  }

  private static void add(long to, long from, int columns) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      Lanes.store(to + at, Lanes.load(to + at, mask).add(Lanes.load(from + at, mask)), mask);
    }
  }

  private static void addGated(long to, long gate, long from, int columns) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, columns);
      FloatVector sum =
          Lanes.load(gate + at, mask).fma(Lanes.load(from + at, mask), Lanes.load(to + at, mask));
      Lanes.store(to + at, sum, mask);
    }
  }

  /** {@code next = n + z (h - n)}. */
  private void move(long gate, long h, long next) {
    long update = gate + bytes(width);
    long candidate = gate + bytes(2 * width);
    for (int c = 0; c < width; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, width);
      FloatVector n = Lanes.load(candidate + at, mask);
      FloatVector z = Lanes.load(update + at, mask);
      Lanes.store(next + at, Lanes.load(h + at, mask).sub(n).fma(z, n), mask);
    }
  }

  void backward(
      int stepCount,
      Ints stepStarts,
      Matrix gateRows,
      Matrix recurrentRows,
      Matrix weights,
      Matrix stateRows,
      Matrix stateGradients) {
    begin(stepCount, stepStarts, gateRows, recurrentRows, weights, stateRows);
    stateGradient.of("stateGradient", stateGradients, start(steps), width);
    team.run(backward, cut());
  }

  private void backward(int part, int worker) {
    int from = part * size;
    int to = Math.min(sequences(0), from + size);
    for (int step = steps - 2; step >= 0; step--) {
      int on = Math.min(to, sequences(step + 1));
      if (on > from) {
        backwardStep(step, from, on, worker);
      }
    }
  }

  private void backwardStep(int step, int from, int on, int worker) {
    int row = start(step);
    int next = start(step + 1);
    for (int s = from; s < on; s++) {
      backwardRow(row + s, stateGradient.row(next + s));
    }
    blas.product(
        worker,
        on - from,
        width,
        3 * width,
        1,
        recurrent.row(row + from),
        recurrent.leading(),
        false,
        weight.row(0),
        weight.leading(),
        true,
        1,
        stateGradient.row(row + from),
        stateGradient.leading());
  }

  /** Gates and products become the gradients at what they were made of. */
  private void backwardRow(int row, long gradient) {
    long reset = gates.row(row);
    long product = recurrent.row(row);
    for (int c = 0; c < width; c += Lanes.COUNT) {
      long at = (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, width);
      long second = at + bytes(width);
      long third = at + bytes(2 * width);
      FloatVector g = Lanes.load(gradient + at, mask);
      FloatVector r = Lanes.load(reset + at, mask);
      FloatVector z = Lanes.load(reset + second, mask);
      FloatVector n = Lanes.load(reset + third, mask);
      FloatVector keep = Lanes.broadcast(1f).sub(z);
      FloatVector atCandidate = g.mul(keep).mul(Lanes.broadcast(1f).sub(n.mul(n)));
      FloatVector atUpdate = g.mul(Lanes.load(state.row(row) + at, mask).sub(n)).mul(z).mul(keep);
      FloatVector atReset =
          atCandidate.mul(Lanes.load(product + third, mask)).mul(r).mul(Lanes.broadcast(1f).sub(r));
      Lanes.store(reset + at, atReset, mask);
      Lanes.store(product + at, atReset, mask);
      Lanes.store(reset + second, atUpdate, mask);
      Lanes.store(product + second, atUpdate, mask);
      Lanes.store(reset + third, atCandidate, mask);
      Lanes.store(product + third, atCandidate.mul(r), mask);
      long to = stateGradient.row(row) + at;
      Lanes.store(to, g.fma(z, Lanes.load(to, mask)), mask);
    }
  }
}
