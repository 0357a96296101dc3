package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;

/** {@code c = x W}. */
final class FullProjection implements CrossProjection {
  private final Parameters parameters;
  private final String name;
  private final Dense dense;

  FullProjection(DeviceMemory memory, Parameters parameters, String name, int width, long seed) {
    this.parameters = parameters;
    this.name = name + ".W";
    this.dense = Dense.withoutBias(memory.kernels(), parameters, name);
    parameters.set(this.name, InitialWeights.glorot(width, width, seed));
  }

  @Override
  public void reserve(int rows) {
    // keeps no activations
  }

  @Override
  public void forward(int rows, Matrix x, Matrix c) {
    dense.forward(rows, x, c);
  }

  @Override
  public void backward(int rows, Matrix x, Matrix cGradient) {
    dense.backward(rows, x, cGradient, cGradient);
  }

  @Override
  public void addInputGradient(int rows, Matrix cGradient, Matrix xGradient) {
    dense.backwardInput(rows, cGradient, 1, xGradient);
  }

  @Override
  public List<Tensor> export() {
    return List.of(parameters.tensor(name));
  }
}
