package io.millrace.trainer.kernels;

/** {@link Kernels#gru} as its definition says, one number at a time, in doubles. */
public final class DoubleGru {
  private final int[] starts;
  private final int width;
  private final Grid gates;
  private final Grid recurrent;
  private final Grid weight;
  private final Grid state;

  /** Numbers by row and column. */
  public interface Grid {
    double get(int row, int column);

    void set(int row, int column, double value);

    /** Adds to a number. */
    default void add(int row, int column, double value) {
      set(row, column, get(row, column) + value);
    }
  }

  /** Over packed sequences. */
  public DoubleGru(int[] starts, int width, Grid gates, Grid recurrent, Grid weight, Grid state) {
    this.starts = starts.clone();
    this.width = width;
    this.gates = gates;
    this.recurrent = recurrent;
    this.weight = weight;
    this.state = state;
  }

  private int going(int step) {
    return step + 1 < starts.length ? starts[step + 1] - starts[step] : 0;
  }

  /** Fills recurrent and state, turns gates from sums to activations. */
  public void forward() {
    for (int s = 0; s < going(0); s++) {
      for (int c = 0; c < width; c++) {
        state.set(s, c, 0);
      }
    }
    for (int step = 0; step + 1 < starts.length; step++) {
      for (int s = 0; s < going(step); s++) {
        int row = starts[step] + s;
        if (s < going(step + 1)) {
          move(row, starts[step + 1] + s);
        } else {
          for (int c = 0; c < 3 * width; c++) {
            gates.set(row, c, 0);
            recurrent.set(row, c, 0);
          }
        }
      }
    }
  }

  private void move(int row, int next) {
    for (int c = 0; c < 3 * width; c++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        sum += state.get(row, k) * weight.get(k, c);
      }
      recurrent.set(row, c, sum);
    }
    for (int c = 0; c < width; c++) {
      double r = sigmoid(gates.get(row, c) + recurrent.get(row, c));
      double z = sigmoid(gates.get(row, width + c) + recurrent.get(row, width + c));
      double n = Math.tanh(gates.get(row, 2 * width + c) + r * recurrent.get(row, 2 * width + c));
      gates.set(row, c, r);
      gates.set(row, width + c, z);
      gates.set(row, 2 * width + c, n);
      state.set(next, c, (1 - z) * n + z * state.get(row, c));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The chain rule, from the last step to the first. */
  public void backward(Grid stateGradient) {
    for (int step = starts.length - 3; step >= 0; step--) {
      for (int s = 0; s < going(step + 1); s++) {
        back(starts[step] + s, starts[step + 1] + s, stateGradient);
      }
    }
  }

  private void back(int row, int next, Grid stateGradient) {
    for (int c = 0; c < width; c++) {
      double g = stateGradient.get(next, c);
      double r = gates.get(row, c);
      double z = gates.get(row, width + c);
      double n = gates.get(row, 2 * width + c);
      double atCandidate = g * (1 - z) * (1 - n * n);
      double atReset = atCandidate * recurrent.get(row, 2 * width + c) * r * (1 - r);
      double atUpdate = g * (state.get(row, c) - n) * z * (1 - z);
      gates.set(row, c, atReset);
      gates.set(row, width + c, atUpdate);
      gates.set(row, 2 * width + c, atCandidate);
      recurrent.set(row, c, atReset);
      recurrent.set(row, width + c, atUpdate);
      recurrent.set(row, 2 * width + c, atCandidate * r);
      stateGradient.add(row, c, g * z);
    }
    for (int k = 0; k < width; k++) {
      double sum = 0;
      for (int c = 0; c < 3 * width; c++) {
        sum += recurrent.get(row, c) * weight.get(k, c);
      }
      stateGradient.add(row, k, sum);
    }
  }
}
