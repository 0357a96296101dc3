package io.millrace.trainer.kernels;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Gated recurrent units over packed sequences of any lengths. */
interface RecurrenceContract extends OnKernels {
  /** Sequences of some lengths and everything about them, with an array of doubles beside each. */
  final class Case {
    private final int[] starts;
    private final int width;
    private final Cells gates;
    private final Cells recurrent;
    private final Cells weight;
    private final Cells state;
    private final Cells stateGradient;
    private final double[][] expectedGates;
    private final double[][] expectedRecurrent;
    private final double[][] expectedState;
    private final double[][] expectedGradient;

    Case(Bench bench) {
      int sequences = bench.rows();
      int longest = 1 + bench.random().nextInt(5);
      int[] lengths = bench.random().ints(sequences, 1, longest + 1).sorted().toArray();
      int steps = sequences == 0 ? 0 : lengths[sequences - 1];
      starts = new int[steps + 1];
      for (int step = 0; step < steps; step++) {
        int at = step;
        starts[step + 1] = starts[step] + (int) Arrays.stream(lengths).filter(n -> n > at).count();
      }
      width = bench.columns();
      int rows = starts[steps];
      gates = bench.normal(rows, 3 * width);
      recurrent = bench.poisoned(rows, 3 * width);
      weight = scaled(bench, width);
      state = bench.poisoned(rows, width);
      stateGradient = bench.normal(rows, width);
      expectedGates = copy(gates, rows, 3 * width);
      expectedRecurrent = new double[rows][3 * width];
      expectedState = new double[rows][width];
      expectedGradient = copy(stateGradient, rows, width);
    }

    private static Cells scaled(Bench bench, int width) {
      float[] values = new float[3 * width * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bench.random().nextGaussian() / Math.sqrt(width));
      }
      return bench.cells(values, width, 3 * width);
    }

    private static double[][] copy(Cells cells, int rows, int columns) {
      double[][] copy = new double[rows][columns];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          copy[r][c] = cells.was(r, c);
        }
      }
      return copy;
    }

    private DoubleGru reference() {
      return new DoubleGru(
          starts,
          width,
          grid(expectedGates),
          grid(expectedRecurrent),
          grid(copy(weight, width, 3 * width)),
          grid(expectedState));
    }

    private static DoubleGru.Grid grid(double[][] values) {
      return new DoubleGru.Grid() {
        @Override
        public double get(int row, int column) {
          return values[row][column];
        }

        @Override
        public void set(int row, int column, double value) {
          values[row][column] = value;
        }
      };
    }

    private void expect(Bench bench, String what, Cells found, double[][] expected) {
      // a sum of width terms in each step, and each step's errors go on into the next
      double roundings = 16.0 * starts.length * (width + 16);
      found.expect(
          bench.named(what, starts.length - 1, expected.length, width),
          (r, c) -> expected[r][c],
          roundings,
          (r, c) -> 1 + Math.abs(expected[r][c]));
    }
  }

  @Test
  default void shouldCarryStatesOnWhenSequencesHaveAnyLengths() {
    for (int i = 0; i < SHAPES; i++) {
      Case drawn = new Case(bench());
      drawn.reference().forward();

      forward(drawn);

      drawn.expect(bench(), "gru state", drawn.state, drawn.expectedState);
      drawn.expect(bench(), "gru gates", drawn.gates, drawn.expectedGates);
      drawn.expect(bench(), "gru recurrent", drawn.recurrent, drawn.expectedRecurrent);
      drawn.weight.expectUnchanged("weight");
    }
  }

  private void forward(Case drawn) {
    bench()
        .kernels()
        .gru(
            drawn.starts.length - 1,
            bench().ints(drawn.starts),
            drawn.gates.matrix(),
            drawn.recurrent.matrix(),
            drawn.weight.matrix(),
            drawn.state.matrix());
  }

  @Test
  default void shouldGoBackThroughTimeWhenSequencesHaveAnyLengths() {
    for (int i = 0; i < SHAPES; i++) {
      Case drawn = new Case(bench());
      DoubleGru reference = drawn.reference();
      reference.forward();
      reference.backward(Case.grid(drawn.expectedGradient));

      forward(drawn);
      bench()
          .kernels()
          .gruGradient(
              drawn.starts.length - 1,
              bench().ints(drawn.starts),
              drawn.gates.matrix(),
              drawn.recurrent.matrix(),
              drawn.weight.matrix(),
              drawn.state.matrix(),
              drawn.stateGradient.matrix());

      drawn.expect(bench(), "gru gradient", drawn.stateGradient, drawn.expectedGradient);
      drawn.expect(bench(), "gru gates", drawn.gates, drawn.expectedGates);
      drawn.expect(bench(), "gru recurrent", drawn.recurrent, drawn.expectedRecurrent);
    }
  }
}
