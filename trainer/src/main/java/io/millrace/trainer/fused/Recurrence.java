package io.millrace.trainer.fused;

import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;

/**
 * A layer of gated recurrent units (Cho et al. 2014) over packed sequences (Hidasi et al. 2016 for
 * their use in recommendation).
 *
 * <ul>
 *   <li>input x: {@code [rows, in]}
 *   <li>weights: of the input {@code [in, 3 width]}, of the state {@code [width, 3 width]}, bias
 *       {@code [1, 3 width]}; reset, update, candidate
 *   <li>output: {@code [rows, width]}, the state before each row's input
 * </ul>
 *
 * Confined to one thread.
 */
final class Recurrence {
  private final Kernels kernels;
  private final Matrix inputWeight;
  private final Matrix inputWeightGradient;
  private final Matrix stateWeight;
  private final Matrix stateWeightGradient;
  private final Matrix bias;
  private final Matrix biasGradient;
  private final RowBuffer gates;
  private final RowBuffer recurrent;

  /**
   * A layer with random weights.
   *
   * @param parameters hold its {@link #shapes}
   */
  Recurrence(DeviceMemory memory, Parameters parameters, String name, long seed) {
    this.kernels = memory.kernels();
    this.inputWeight = parameters.weight(name + ".W");
    this.inputWeightGradient = parameters.gradient(name + ".W");
    this.stateWeight = parameters.weight(name + ".U");
    this.stateWeightGradient = parameters.gradient(name + ".U");
    this.bias = parameters.weight(name + ".b");
    this.biasGradient = parameters.gradient(name + ".b");
    this.gates = new RowBuffer(memory, bias.columns());
    this.recurrent = new RowBuffer(memory, bias.columns());
    int width = stateWeight.rows();
    parameters.set(name + ".W", InitialWeights.glorot(inputWeight.rows(), 3 * width, seed));
    parameters.set(name + ".U", InitialWeights.glorot(width, 3 * width, seed + 1));
  }

  /** The parameters of a layer. */
  static List<Shape> shapes(String name, int in, int width) {
    return List.of(
        new Shape(name + ".W", in, 3 * width),
        new Shape(name + ".U", width, 3 * width),
        new Shape(name + ".b", 1, 3 * width));
  }

  void reserve(int rows) {
    gates.reserve(rows);
    recurrent.reserve(rows);
  }

  /**
   * Remembers what {@link #backward} needs.
   *
   * @param starts [steps + 1] of the packed sequences
   * @param state [rows, width] filled
   */
  void forward(int rows, int steps, Ints starts, Matrix x, Matrix state) {
    int width = bias.columns();
    kernels.product(
        rows, width, inputWeight.rows(), 1, x, false, inputWeight, false, 0, gates.matrix());
    kernels.addBias(rows, gates.matrix(), bias, false);
    kernels.gru(steps, starts, gates.matrix(), recurrent.matrix(), stateWeight, state);
  }

  /**
   * The way back of the last {@link #forward}; leaves the parameters' gradients.
   *
   * @param stateGradient [rows, width] on entry the gradient at each state by its use, changed
   * @param inputGradient [rows, k] filled with the gradient at the first k input columns
   */
  void backward(
      int rows,
      int steps,
      Ints starts,
      Matrix x,
      Matrix state,
      Matrix stateGradient,
      Matrix inputGradient) {
    Matrix atGates = gates.matrix();
    Matrix atRecurrent = recurrent.matrix();
    kernels.gruGradient(steps, starts, atGates, atRecurrent, stateWeight, state, stateGradient);
    kernels.addBiasGradient(rows, atGates, false, atGates, biasGradient);
    int width = bias.columns();
    kernels.product(x.columns(), width, rows, 1, x, true, atGates, false, 0, inputWeightGradient);
    kernels.product(
        state.columns(), width, rows, 1, state, true, atRecurrent, false, 0, stateWeightGradient);
    int wanted = inputGradient.columns();
    kernels.product(rows, wanted, width, 1, atGates, false, inputWeight, true, 0, inputGradient);
  }
}
