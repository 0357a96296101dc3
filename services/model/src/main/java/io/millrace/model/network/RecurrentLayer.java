package io.millrace.model.network;

import io.millrace.model.bundle.Tensor;
import java.util.Arrays;

/**
 * Gated recurrent units (Cho et al. 2014), the reset gate after the product as cuDNN has it: {@code
 * r = sigmoid(x_r + u_r)}, {@code z = sigmoid(x_z + u_z)}, {@code n = tanh(x_n + r (.) u_n)},
 * {@code h' = n + z (.) (h - n)}, with {@code x = input W + b}, {@code u = h U}, h zeros at first.
 * Immutable, thread-safe; each thread has its own scratch, kept from call to call.
 *
 * <ul>
 *   <li>input: {@code [steps, in]}, oldest first
 *   <li>weights: W {@code [in, 3 width]}, U {@code [width, 3 width]}, b {@code [1, 3 width]};
 *       reset, update, candidate
 *   <li>output: {@code [width]}, the state after the last step
 * </ul>
 */
public final class RecurrentLayer {
  private final PackedMatrix input;
  private final PackedMatrix state;
  private final int width;
  private final ThreadLocal<Scratch> scratches;

  /**
   * A layer of given weights.
   *
   * @throws IllegalArgumentException if their shapes do not fit together
   */
  public RecurrentLayer(Tensor w, Tensor u, Tensor b) {
    requireColumns(w, 3 * u.rows());
    requireColumns(u, 3 * u.rows());
    this.input = new PackedMatrix(w.rows(), w.columns(), w.values(), b.values());
    this.state = new PackedMatrix(u.rows(), u.columns(), u.values(), new float[u.columns()]);
    this.width = u.rows();
    int floats = width;
    int padded = state.paddedOut();
    this.scratches = ThreadLocal.withInitial(() -> new Scratch(floats, padded));
  }

  private static void requireColumns(Tensor tensor, int columns) {
    if (tensor.columns() != columns) {
      throw new IllegalArgumentException(
          "%s: must have %d columns, has %d".formatted(tensor.name(), columns, tensor.columns()));
    }
  }

  /** Columns of the input. */
  public int in() {
    return input.in;
  }

  /** Floats of the state. */
  public int width() {
    return width;
  }

  /**
   * The state after {@code steps} inputs.
   *
   * @param x [steps, in]
   * @param out takes {@link #width()} floats from {@code at}; zeros for no steps
   */
  public void apply(int steps, float[] x, float[] out, int at) {
    Scratch scratch = scratches.get();
    float[] gates = scratch.gates(steps * input.paddedOut());
    MatrixProduct.multiply(x, 0, in(), steps, input, false, gates, 0, input.paddedOut());
    float[] h = scratch.h;
    float[] u = scratch.u;
    Arrays.fill(h, 0f);
    for (int step = 0; step < steps; step++) {
      MatrixProduct.multiply(h, 0, width, 1, state, false, u, 0, u.length);
      step(gates, step * input.paddedOut(), u, h);
    }
    System.arraycopy(h, 0, out, at, width);
  }

  /** What one call works on. Static, as a thread that keeps it must not keep the layer. */
  private static final class Scratch {
    final float[] h;
    final float[] u;
    private float[] gates = {};

    Scratch(int width, int padded) {
      this.h = new float[width];
      this.u = new float[padded];
    }

    float[] gates(int wanted) {
      gates = gates.length < wanted ? new float[wanted] : gates;
      return gates;
    }
  }

  private void step(float[] gates, int at, float[] u, float[] h) {
    for (int i = 0; i < 2 * width; i++) {
      gates[at + i] += u[i];
    }
    Sigmoid.apply(gates, at, 2 * width);
    for (int i = 0; i < width; i++) {
      int candidate = at + 2 * width + i;
      gates[candidate] = 2 * (gates[candidate] + gates[at + i] * u[2 * width + i]);
    }
    Sigmoid.apply(gates, at + 2 * width, width);
    for (int i = 0; i < width; i++) {
      // tanh x = 2 sigmoid(2 x) - 1
      float n = 2 * gates[at + 2 * width + i] - 1;
      h[i] = n + gates[at + width + i] * (h[i] - n);
    }
  }
}
