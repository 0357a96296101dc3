package io.millrace.tests.benchmark.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Dense, batch norm, ReLU, dropout for each hidden layer, then dense; then unit length. */
final class TorchTower {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final double dropout;
  private final List<Layer> hidden = new ArrayList<>();
  private final Layer last;

  /** Weights of a layer, W [in, out]; the last layer has no norm. */
  private record Layer(Parameter weight, Parameter bias, List<Norm> norm) {}

  private record Norm(
      TensorOptional gamma, TensorOptional beta, TensorOptional mean, TensorOptional variance) {}

  /**
   * A tower.
   *
   * @param widths of the input, the hidden layers and the output
   */
  TorchTower(
      String name,
      List<Integer> widths,
      double dropout,
      Parameters parameters,
      SplittableRandom random) {
    this.dropout = dropout;
    int layers = widths.size() - 1;
    for (int i = 0; i + 1 < layers; i++) {
      hidden.add(layer(name + "." + i, widths.get(i), widths.get(i + 1), true, parameters, random));
    }
    int in = widths.get(layers - 1);
    this.last = layer(name + "." + (layers - 1), in, widths.get(layers), false, parameters, random);
  }

  private static Layer layer(
      String name,
      int in,
      int out,
      boolean normed,
      Parameters parameters,
      SplittableRandom random) {
    Parameter weight =
        parameters.add(
            name + ".W", () -> Tensors.gaussian(in * out, Math.sqrt(2.0 / in), random), in, out);
    Parameter bias = parameters.add(name + ".b", () -> new float[out], out);
    return new Layer(weight, bias, normed ? List.of(norm(name, out, parameters)) : List.of());
  }

  private static Norm norm(String name, int width, Parameters parameters) {
    Parameter gamma = parameters.add(name + ".gamma", () -> Tensors.constant(width, 1), width);
    Parameter beta = parameters.add(name + ".beta", () -> new float[width], width);
    return new Norm(
        new TensorOptional(gamma.value()),
        new TensorOptional(beta.value()),
        new TensorOptional(torch.zeros(width)),
        new TensorOptional(torch.ones(width)));
  }

  /** Unit vectors, [n, dim], of inputs [n, in]. */
  Tensor forward(Tensor input) {
    Tensor x = input;
    for (Layer layer : hidden) {
      x = normalised(dense(layer, x), layer.norm().getFirst()).relu_();
      x = dropout > 0 ? torch.dropout(x, dropout, true) : x;
    }
    return torch.normalize(dense(last, x));
  }

  private static Tensor dense(Layer layer, Tensor x) {
    return torch.addmm(layer.bias().value(), x, layer.weight().value());
  }

  private static Tensor normalised(Tensor x, Norm norm) {
    return torch.batch_norm(
        x, norm.gamma(), norm.beta(), norm.mean(), norm.variance(), true, MOMENTUM, EPSILON, false);
  }
}
