package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.RankerSpec;
import java.util.ArrayList;
import java.util.List;

/** Dense layers with ReLU, from x0 {@code [rows, width]}. Confined to one thread. */
final class DeepSide {
  private final List<Layer> layers = new ArrayList<>();

  /**
   * A layer.
   *
   * @param active its output; unused of the last, which writes where it is told
   * @param gradient at its output; unused of the last
   */
  private record Layer(String name, Dense dense, RowBuffer active, RowBuffer gradient) {}

  DeepSide(DeviceMemory memory, Parameters parameters, RankerSpec spec) {
    int width = spec.inputWidth();
    for (int l = 0; l < spec.deepDims().size(); l++) {
      int out = spec.deepDims().get(l);
      layers.add(
          new Layer(
              name(l),
              Dense.relu(memory.kernels(), parameters, name(l)),
              new RowBuffer(memory, out),
              new RowBuffer(memory, out)));
      long seed = spec.seed() + 1000 + 31L * l;
      parameters.set(name(l) + ".W", InitialWeights.glorot(width, out, seed));
      width = out;
    }
  }

  private static String name(int layer) {
    return "rank.deep." + layer;
  }

  static List<Shape> shapes(RankerSpec spec) {
    List<Shape> shapes = new ArrayList<>();
    int width = spec.inputWidth();
    for (int l = 0; l < spec.deepDims().size(); l++) {
      shapes.addAll(Dense.shapes(name(l), width, spec.deepDims().get(l)));
      width = spec.deepDims().get(l);
    }
    return shapes;
  }

  /** Makes room for a batch. */
  void reserve(int rows) {
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      layer.active.reserve(rows);
      layer.gradient.reserve(rows);
    }
  }

  /** Fills {@code out} [rows, last width]. */
  void forward(int rows, Matrix x0, Matrix out) {
    Matrix x = x0;
    for (int l = 0; l < layers.size(); l++) {
      Matrix y = l == layers.size() - 1 ? out : layers.get(l).active.matrix();
      layers.get(l).dense.forward(rows, x, y);
      x = y;
    }
  }

  /**
   * The way back of the last {@link #forward}; leaves the parameters' gradients.
   *
   * @param out as filled there
   * @param outGradient at {@code out}; changed
   * @param x0Gradient where the input's is wanted, it is added here
   */
  void backward(
      int rows, Matrix x0, Matrix out, Matrix outGradient, Matrix x0Gradient, boolean inputWanted) {
    Matrix y = out;
    Matrix gradient = outGradient;
    for (int l = layers.size() - 1; l >= 0; l--) {
      Dense dense = layers.get(l).dense;
      if (l == 0) {
        dense.backward(rows, x0, y, gradient);
      } else {
        Layer below = layers.get(l - 1);
        dense.backward(rows, below.active.matrix(), y, gradient);
        dense.backwardInput(rows, gradient, 0, below.gradient.matrix());
        y = below.active.matrix();
        gradient = below.gradient.matrix();
      }
    }
    if (inputWanted) {
      layers.getFirst().dense.backwardInput(rows, gradient, 1, x0Gradient);
    }
  }

  /**
   * What the last {@link #forward} computed, in order.
   *
   * @param out as filled there
   */
  void addActivations(Matrix out, List<Activation> all) {
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      all.add(new Activation(layer.name, layer.active.matrix()));
    }
    all.add(new Activation(layers.getLast().name, out));
  }

  /** By names in the bundle. */
  List<Tensor> export(Parameters parameters) {
    List<Tensor> tensors = new ArrayList<>();
    for (Layer layer : layers) {
      tensors.add(parameters.tensor(layer.name + ".W"));
      tensors.add(parameters.tensor(layer.name + ".b"));
    }
    return tensors;
  }
}
