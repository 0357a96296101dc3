package io.millrace.tests.benchmark.peer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Rows of mean 0 and variance 1, scaled and shifted (Ba et al. 2016). */
final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final long[] width;
  private final TensorOptional gamma;
  private final TensorOptional beta;

  LayerNorm(String name, int width, Parameters parameters) {
    this.width = new long[] {width};
    this.gamma =
        new TensorOptional(
            parameters.add(name + ".gamma", () -> Tensors.constant(width, 1), width).value());
    this.beta =
        new TensorOptional(parameters.add(name + ".beta", () -> new float[width], width).value());
  }

  /** [n, width] of the same. */
  Tensor forward(Tensor x) {
    return torch.layer_norm(x, width, gamma, beta, EPSILON, false);
  }
}
