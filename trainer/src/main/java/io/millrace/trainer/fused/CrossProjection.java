package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;

/**
 * The product within a cross layer, {@code c = x W} with W {@code [width, width]}: kept as it is,
 * or as two factors of low rank. Confined to one thread.
 */
sealed interface CrossProjection permits FullProjection, LowRankProjection {
  /** Of full rank (rank 0), or as two factors. */
  static CrossProjection of(
      DeviceMemory memory, Parameters parameters, String name, int width, int rank, long seed) {
    return rank == 0
        ? new FullProjection(memory, parameters, name, width, seed)
        : new LowRankProjection(memory, parameters, name, width, rank, seed);
  }

  /** The parameters of either, and the layer's bias. */
  static List<Shape> shapes(String name, int width, int rank) {
    Shape bias = new Shape(name + ".b", 1, width);
    return rank == 0
        ? List.of(new Shape(name + ".W", width, width), bias)
        : List.of(new Shape(name + ".U", width, rank), new Shape(name + ".V", width, rank), bias);
  }

  /** Makes room for a batch. */
  void reserve(int rows);

  /** Fills {@code c} [rows, width] from x [rows, width]. */
  void forward(int rows, Matrix x, Matrix c);

  /** Leaves the weights' gradients, of the last {@link #forward}. */
  void backward(int rows, Matrix x, Matrix cGradient);

  /** After {@link #backward}: adds the gradient at x to {@code xGradient} [rows, width]. */
  void addInputGradient(int rows, Matrix cGradient, Matrix xGradient);

  /** W first: the product where there are factors, which follow. */
  List<Tensor> export();
}
