package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One tower: dense, batch norm, ReLU, dropout, for each hidden layer, then dense and unit rows.
 *
 * <ul>
 *   <li>input: {@code [rows, in]}
 *   <li>output: {@code [rows, dim]}, unit rows
 * </ul>
 *
 * Confined to one thread.
 */
final class Tower {
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final Kernels kernels;
  private final Parameters parameters;
  private final String name;
  private final List<Hidden> hidden = new ArrayList<>();
  private final Dense last;
  private final RowBuffer raw;
  private final UnitVectors unit;

  /**
   * A hidden layer and its activations: after the product, after the norm, and the gradient at
   * either.
   */
  private record Hidden(
      String name,
      Dense dense,
      NormReluDropout norm,
      RowBuffer product,
      RowBuffer active,
      RowBuffer gradient) {
    void reserve(int rows) {
      product.reserve(rows);
      active.reserve(rows);
      gradient.reserve(rows);
    }
  }

  /**
   * A tower with random weights.
   *
   * @param parameters hold its {@link #shapes}
   * @param name of its tensors' beginnings: user or item
   */
  Tower(
      DeviceMemory memory,
      Parameters parameters,
      String name,
      List<Integer> dims,
      double dropout,
      long seed) {
    this.kernels = memory.kernels();
    this.parameters = parameters;
    this.name = name;
    for (int layer = 0; layer < dims.size(); layer++) {
      hidden.add(hidden(memory, name + "." + layer, dims.get(layer), dropout));
    }
    String output = name + "." + dims.size();
    this.last = Dense.linear(kernels, parameters, output);
    this.raw = new RowBuffer(memory, last.out());
    this.unit = new UnitVectors(memory, last.out());
    initialise(seed);
  }

  private Hidden hidden(DeviceMemory memory, String layer, int width, double dropout) {
    return new Hidden(
        layer,
        Dense.withoutBias(kernels, parameters, layer),
        new NormReluDropout(memory, parameters, layer, width, dropout),
        new RowBuffer(memory, width),
        new RowBuffer(memory, width),
        new RowBuffer(memory, width));
  }

  private void initialise(long seed) {
    for (int layer = 0; layer <= hidden.size(); layer++) {
      String weight = name + "." + layer + ".W";
      Matrix shape = parameters.weight(weight);
      parameters.set(weight, InitialWeights.he(shape.rows(), shape.columns(), seed + 31L * layer));
    }
  }

  /** The parameters of a tower. */
  static List<Shape> shapes(String name, int in, List<Integer> dims, int dim) {
    List<Shape> shapes = new ArrayList<>();
    int width = in;
    for (int layer = 0; layer < dims.size(); layer++) {
      String prefix = name + "." + layer;
      shapes.add(new Shape(prefix + ".W", width, dims.get(layer)));
      shapes.addAll(NormReluDropout.shapes(prefix, dims.get(layer)));
      width = dims.get(layer);
    }
    shapes.addAll(Dense.shapes(name + "." + dims.size(), width, dim));
    return shapes;
  }

  /** Makes room for a batch. */
  void reserve(int rows) {
    if (rows <= raw.matrix().rows()) {
      return;
    }
    hidden.forEach(layer -> layer.reserve(rows));
    raw.reserve(rows);
    unit.reserve(rows);
  }

  /**
   * In training mode; remembers what {@link #backward} needs.
   *
   * @param input [rows, in]
   * @param seed of what is dropped
   */
  void forward(int rows, Matrix input, long seed) {
    Matrix x = input;
    for (int layer = 0; layer < hidden.size(); layer++) {
      Hidden h = hidden.get(layer);
      h.dense.forward(rows, x, h.product.matrix());
      long own = seed + layer * SEED_STEP;
      h.norm.forward(rows, h.product.matrix(), own, h.active.matrix());
      x = h.active.matrix();
    }
    last.forward(rows, x, raw.matrix());
    unit.forward(rows, raw.matrix());
  }

  /** [rows, dim] the unit vectors of the last pass. */
  Matrix vectors() {
    return unit.vectors();
  }

  /** [rows, dim] to be filled with the gradient at {@link #vectors} before {@link #backward}. */
  Matrix gradient() {
    return unit.gradient();
  }

  /**
   * The way back of the last {@link #forward}; leaves the parameters' gradients.
   *
   * @param input as given there
   * @param inputGradient [rows, k] filled with the gradient at the first k input columns
   */
  void backward(int rows, Matrix input, Matrix inputGradient) {
    unit.backward(rows);
    Dense above = last;
    Matrix y = raw.matrix();
    Matrix gradient = unit.gradient();
    for (int layer = hidden.size() - 1; layer >= 0; layer--) {
      Hidden h = hidden.get(layer);
      above.backward(rows, h.active.matrix(), y, gradient);
      above.backwardInput(rows, gradient, 0, h.gradient.matrix());
      y = h.product.matrix();
      gradient = h.gradient.matrix();
      h.norm.backward(rows, y, h.active.matrix(), gradient);
      above = h.dense;
    }
    above.backward(rows, input, y, gradient);
    above.backwardInput(rows, gradient, 0, inputGradient);
  }

  /** Folds the norms, before calls of {@link #infer}. */
  void fold() {
    hidden.forEach(layer -> layer.norm.fold());
  }

  /** Inference: {@link #vectors} from running values, nothing dropped. */
  void infer(int rows, Matrix input) {
    Matrix x = input;
    for (Hidden h : hidden) {
      h.dense.forward(rows, x, h.product.matrix());
      h.norm.infer(rows, h.product.matrix());
      x = h.product.matrix();
    }
    last.forward(rows, x, raw.matrix());
    unit.forward(rows, raw.matrix());
  }

  /** What the last {@link #forward} computed, in order. */
  void addActivations(List<Activation> all) {
    for (Hidden h : hidden) {
      all.add(new Activation(h.name, h.product.matrix()));
    }
    all.add(new Activation(name + "." + hidden.size(), raw.matrix()));
  }

  /** All weights by their names in the bundle; the bias before a norm is 0. */
  List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    for (Hidden h : hidden) {
      int width = h.dense.out();
      tensors.add(parameters.tensor(h.name + ".W"));
      tensors.add(new Tensor(h.name + ".b", 1, width, new float[width]));
      tensors.addAll(h.norm.export());
    }
    tensors.add(parameters.tensor(name + "." + hidden.size() + ".W"));
    tensors.add(parameters.tensor(name + "." + hidden.size() + ".b"));
    return tensors;
  }

  /** From now on the norms' running values stay as they are. */
  void hold() {
    hidden.forEach(layer -> layer.norm.hold());
  }

  /** Takes the running values over; the parameters load themselves. */
  void load(Map<String, Tensor> tensors) {
    hidden.forEach(layer -> layer.norm.load(tensors));
  }
}
