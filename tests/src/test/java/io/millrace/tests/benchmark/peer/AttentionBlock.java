package io.millrace.tests.benchmark.peer;

import io.millrace.tests.benchmark.encoder.EncoderSpec;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention to the place and those before it, then a feed-forward network, each with a norm before
 * it and a way around it (Vaswani et al. 2017; Xiong et al. 2020 for the norm's place). What is
 * dropped is what the two add, not weights of the attention, so that libtorch's fused kernel
 * serves.
 */
final class AttentionBlock {
  private final int dim;
  private final int heads;
  private final double dropout;
  private final LayerNorm attentionNorm;
  private final Layer queryKeyValue;
  private final Layer attended;
  private final LayerNorm forwardNorm;
  private final Layer inner;
  private final Layer outer;

  private record Layer(Parameter weight, Parameter bias) {
    static Layer of(String name, int in, int out, Parameters parameters, SplittableRandom random) {
      return new Layer(
          parameters.dense(name + ".W", in, out, random),
          parameters.add(name + ".b", () -> new float[out], out));
    }

    Tensor forward(Tensor x) {
      return torch.addmm(bias.value(), x, weight.value());
    }
  }

  AttentionBlock(String name, EncoderSpec spec, Parameters parameters, SplittableRandom random) {
    this.dim = spec.dim();
    this.heads = spec.heads();
    this.dropout = spec.dropout();
    int middle = spec.innerWidth();
    this.attentionNorm = new LayerNorm(name + ".attention", dim, parameters);
    this.queryKeyValue = Layer.of(name + ".qkv", dim, 3 * dim, parameters, random);
    this.attended = Layer.of(name + ".attended", dim, dim, parameters, random);
    this.forwardNorm = new LayerNorm(name + ".forward", dim, parameters);
    this.inner = Layer.of(name + ".inner", dim, middle, parameters, random);
    this.outer = Layer.of(name + ".outer", middle, dim, parameters, random);
  }

  /** [windows * length, dim] of the same. */
  Tensor forward(Tensor x, long windows, long length, boolean training) {
    Tensor seen = attended.forward(attention(attentionNorm.forward(x), windows, length));
    Tensor y = x.add(torch.dropout(seen, dropout, training));
    Tensor thought = outer.forward(inner.forward(forwardNorm.forward(y)).relu_());
    return y.add(torch.dropout(thought, dropout, training));
  }

  private Tensor attention(Tensor x, long windows, long length) {
    Tensor parts =
        queryKeyValue
            .forward(x)
            .view(windows, length, 3, heads, dim / heads)
            .permute(2, 0, 3, 1, 4);
    return torch
        .scaled_dot_product_attention(
            parts.select(0, 0),
            parts.select(0, 1),
            parts.select(0, 2),
            new TensorOptional(),
            0,
            true,
            new DoubleOptional(),
            false)
        .transpose(1, 2)
        .reshape(-1, dim);
  }
}
