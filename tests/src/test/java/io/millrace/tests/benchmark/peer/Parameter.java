package io.millrace.tests.benchmark.peer;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A leaf of the graph with Adam's moments. */
final class Parameter {
  private final Tensor value;
  private final Tensor first;
  private final Tensor second;
  private final Tensor step;

  Parameter(float[] values, long... shape) {
    this.value = Tensors.matrix(values, shape);
    this.first = torch.zeros(shape);
    this.second = torch.zeros(shape);
    this.step = torch.zeros();
    value.set_requires_grad(true);
  }

  Tensor value() {
    return value;
  }

  /** Adam on the gradient, which is gone after it. */
  void update(Adam adam, Scalar one, double rate) {
    try (PointerScope _ = new PointerScope()) {
      step.add_(one);
      adam.update(value.detach(), value.grad(), first, second, step, rate);
      value.mutable_grad().reset();
    }
  }

  void close() {
    value.close();
    first.close();
    second.close();
    step.close();
  }
}
