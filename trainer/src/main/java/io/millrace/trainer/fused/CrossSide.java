package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.RankerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The cross layers of DCN-v2 (Wang et al. 2021): {@code x_{l+1} = x0 (.) (x_l W_l + b_l) + x_l},
 * all {@code [rows, width]}. Confined to one thread.
 */
final class CrossSide {
  private final Kernels kernels;
  private final List<Layer> layers = new ArrayList<>();
  private final RowBuffer cGradient;
  private final RowBuffer x0Gradient;

  /**
   * A layer and its activations.
   *
   * @param c x W + b
   * @param next its output; unused of the last, which writes where it is told
   */
  private record Layer(
      String name,
      CrossProjection projection,
      Matrix bias,
      Matrix biasGradient,
      RowBuffer c,
      RowBuffer next) {}

  CrossSide(DeviceMemory memory, Parameters parameters, RankerSpec spec) {
    this.kernels = memory.kernels();
    int width = spec.inputWidth();
    for (int l = 0; l < spec.crossLayers(); l++) {
      String name = name(l);
      long seed = spec.seed() + 31L * l;
      layers.add(
          new Layer(
              name,
              CrossProjection.of(memory, parameters, name, width, spec.crossRank(), seed),
              parameters.weight(name + ".b"),
              parameters.gradient(name + ".b"),
              new RowBuffer(memory, width),
              new RowBuffer(memory, width)));
    }
    this.cGradient = new RowBuffer(memory, width);
    this.x0Gradient = new RowBuffer(memory, width);
  }

  private static String name(int layer) {
    return "rank.cross." + layer;
  }

  static List<Shape> shapes(RankerSpec spec) {
    List<Shape> shapes = new ArrayList<>();
    for (int l = 0; l < spec.crossLayers(); l++) {
      shapes.addAll(CrossProjection.shapes(name(l), spec.inputWidth(), spec.crossRank()));
    }
    return shapes;
  }

  /** Makes room for a batch. */
  void reserve(int rows) {
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      layer.projection.reserve(rows);
      layer.c.reserve(rows);
      if (l < layers.size() - 1) {
        layer.next.reserve(rows);
      }
    }
    cGradient.reserve(rows);
    x0Gradient.reserve(rows);
  }

  /** Fills {@code out} with the last layer's output. */
  void forward(int rows, Matrix x0, Matrix out) {
    Matrix x = x0;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      Matrix next = l == layers.size() - 1 ? out : layer.next.matrix();
      layer.projection.forward(rows, x, layer.c.matrix());
      kernels.cross(rows, x0, x, layer.c.matrix(), layer.bias, next);
      x = next;
    }
  }

  /**
   * The way back of the last {@link #forward}; leaves the parameters' gradients and, where the
   * input's is wanted, the part of the gradient at x0 that goes through the products, {@link
   * #x0Gradient}.
   *
   * @param gradient at the last output on entry; where the input's is wanted, the rest of the
   *     gradient at x0 on return
   */
  void backward(int rows, Matrix x0, Matrix gradient, boolean inputWanted) {
    Matrix atX0 = inputWanted ? x0Gradient.matrix() : null;
    Matrix atC = cGradient.matrix();
    if (atX0 != null) {
      kernels.fill(atX0.data(), 0, (long) rows * atX0.columns(), 0);
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      Layer layer = layers.get(l);
      Matrix x = l == 0 ? x0 : layers.get(l - 1).next.matrix();
      kernels.crossGradient(rows, x0, layer.c.matrix(), gradient, atC, atX0, layer.biasGradient);
      layer.projection.backward(rows, x, atC);
      if (l > 0 || inputWanted) {
        layer.projection.addInputGradient(rows, atC, gradient);
      }
    }
  }

  /** [rows, width] see {@link #backward}. */
  Matrix x0Gradient() {
    return x0Gradient.matrix();
  }

  /** What the last {@link #forward} computed, in order. */
  void addActivations(List<Activation> all) {
    layers.forEach(layer -> all.add(new Activation(layer.name, layer.c.matrix())));
  }

  /** By names in the bundle; W is the product where it is of low rank. */
  List<Tensor> export(Parameters parameters) {
    List<Tensor> tensors = new ArrayList<>();
    for (Layer layer : layers) {
      tensors.addAll(layer.projection.export());
      tensors.add(parameters.tensor(layer.name + ".b"));
    }
    return tensors;
  }
}
