package io.millrace.trainer.fused;

import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer, {@code y = activation(x W + b)}.
 *
 * <ul>
 *   <li>input x: {@code [rows, in]}
 *   <li>weight W: {@code [in, out]}, bias b: {@code [1, out]}
 *   <li>output y: {@code [rows, out]}
 * </ul>
 *
 * A layer before a batch norm has no bias: the norm takes the mean away, and any bias with it.
 * Confined to one thread.
 */
final class Dense {
  private final Kernels kernels;
  private final Matrix weight;
  private final Matrix weightGradient;
  private final @Nullable Matrix bias;
  private final @Nullable Matrix biasGradient;
  private final boolean relu;

  private Dense(Kernels kernels, Parameters parameters, String name, boolean bias, boolean relu) {
    this.kernels = kernels;
    this.weight = parameters.weight(name + ".W");
    this.weightGradient = parameters.gradient(name + ".W");
    this.bias = bias ? parameters.weight(name + ".b") : null;
    this.biasGradient = bias ? parameters.gradient(name + ".b") : null;
    this.relu = relu;
  }

  /** {@code x W}. */
  static Dense withoutBias(Kernels kernels, Parameters parameters, String name) {
    return new Dense(kernels, parameters, name, false, false);
  }

  /** {@code x W + b}. */
  static Dense linear(Kernels kernels, Parameters parameters, String name) {
    return new Dense(kernels, parameters, name, true, false);
  }

  /** {@code max(0, x W + b)}. */
  static Dense relu(Kernels kernels, Parameters parameters, String name) {
    return new Dense(kernels, parameters, name, true, true);
  }

  /** What a layer with bias has to hold. */
  static List<Shape> shapes(String name, int in, int out) {
    return List.of(new Shape(name + ".W", in, out), new Shape(name + ".b", 1, out));
  }

  /** Columns of y. */
  int out() {
    return weight.columns();
  }

  void forward(int rows, Matrix x, Matrix y) {
    kernels.product(rows, out(), weight.rows(), 1, x, false, weight, false, 0, y);
    if (bias != null) {
      kernels.addBias(rows, y, bias, relu);
    }
  }

  /**
   * The weights' part of the way back.
   *
   * @param y as computed forward
   * @param gradient [rows, out] at y on entry, before the activation on return
   */
  void backward(int rows, Matrix x, Matrix y, Matrix gradient) {
    if (biasGradient != null) {
      kernels.addBiasGradient(rows, y, relu, gradient, biasGradient);
    }
    kernels.product(weight.rows(), out(), rows, 1, x, true, gradient, false, 0, weightGradient);
  }

  /**
   * The input's part of the way back, after {@link #backward}.
   *
   * @param gradient [rows, out] as left by {@link #backward}
   * @param beta 0 to fill, 1 to add
   * @param inputGradient [rows, k] of the first k input columns, k up to in
   */
  void backwardInput(int rows, Matrix gradient, float beta, Matrix inputGradient) {
    int wanted = inputGradient.columns();
    kernels.product(rows, wanted, out(), 1, gradient, false, weight, true, beta, inputGradient);
  }
}
