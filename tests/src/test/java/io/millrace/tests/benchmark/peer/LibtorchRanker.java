package io.millrace.tests.benchmark.peer;

import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The peer's Deep and Cross network. Only steps, without the gradient at the input. */
final class LibtorchRanker implements RankerLearner {
  private static final int HEADS = 2;
  private static final long SUM = 2;

  private final RankingLoss lost = new RankingLoss();
  private final RankerSpec spec;
  private final Parameters parameters;
  private final List<Dense> cross = new ArrayList<>();
  private final List<Dense> deep = new ArrayList<>();
  private final Dense heads;
  private double rateFactor = 1;
  private @Nullable RankerInputs inputs;

  /** W [in, out], b [out]. */
  private record Dense(Parameter weight, Parameter bias) {
    Tensor of(Tensor x) {
      return torch.addmm(bias.value(), x, weight.value());
    }
  }

  LibtorchRanker(RankerSpec spec) {
    if (spec.crossRank() != 0 || spec.clip() != 0) {
      throw new IllegalArgumentException(
          "the peer knows cross layers of full rank without clipping only");
    }
    this.spec = spec;
    this.parameters = new Parameters(spec.initial());
    SplittableRandom random = new SplittableRandom(spec.seed());
    int width = spec.inputWidth();
    for (int i = 0; i < spec.crossLayers(); i++) {
      cross.add(dense("rank.cross." + i, width, width, random));
    }
    int in = width;
    for (int i = 0; i < spec.deepDims().size(); i++) {
      deep.add(dense("rank.deep." + i, in, spec.deepDims().get(i), random));
      in = spec.deepDims().get(i);
    }
    this.heads = heads(width + in, random);
  }

  private Dense dense(String name, int in, int out, SplittableRandom random) {
    return new Dense(
        parameters.add(name + ".W", () -> xavier(in, out, random), in, out),
        parameters.add(name + ".b", () -> new float[out], out));
  }

  private static float[] xavier(int in, int out, SplittableRandom random) {
    return Tensors.gaussian(in * out, Math.sqrt(2.0 / (in + out)), random);
  }

  /** Both in one product. */
  private Dense heads(int in, SplittableRandom random) {
    return new Dense(
        parameters.add("heads.W", () -> headWeights(in, random), in, HEADS),
        parameters.add("heads.b", () -> interleaved("b", new float[HEADS]), HEADS));
  }

  private float[] headWeights(int in, SplittableRandom random) {
    return interleaved("W", xavier(in, HEADS, random));
  }

  private float[] interleaved(String part, float[] otherwise) {
    io.millrace.model.bundle.Tensor rating = spec.initial().get("rank.rating." + part);
    io.millrace.model.bundle.Tensor click = spec.initial().get("rank.click." + part);
    if (rating == null || click == null) {
      return otherwise;
    }
    float[] joined = new float[otherwise.length];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = (i % HEADS == 0 ? rating : click).values()[i / HEADS];
    }
    return joined;
  }

  @Override
  public RankingLoss step(RankingBatch batch, float @Nullable [] inputGradient) {
    if (inputGradient != null) {
      throw new UnsupportedOperationException("the peer only steps");
    }
    RankerInputs in = inputs(batch.size());
    try (PointerScope _ = new PointerScope()) {
      in.fill(batch, spec);
      Tensor out = forward(in.input());
      Tensor rating = out.select(1, 0).sub(in.rating()).square().mul(in.ratingWeight()).sum();
      Tensor click =
          torch.binary_cross_entropy_with_logits(
              out.select(1, 1),
              in.click(),
              new TensorOptional(in.clickWeight()),
              new TensorOptional(),
              SUM);
      Tensor total = rating.add(click);
      total.backward();
      parameters.update(spec.learningRate() * rateFactor);
      lost.set(total.item_double(), rating.item_double(), click.item_double(), 0);
      return lost;
    }
  }

  private Tensor forward(Tensor x0) {
    Tensor x = x0;
    for (Dense layer : cross) {
      x = torch.addcmul(x, x0, layer.of(x));
    }
    Tensor h = x0;
    for (Dense layer : deep) {
      h = layer.of(h).relu_();
    }
    return heads.of(torch.cat(new TensorVector(x, h), 1));
  }

  private RankerInputs inputs(int size) {
    RankerInputs made = inputs;
    if (made == null || made.size() != size) {
      made = new RankerInputs(size, spec.inputWidth());
      inputs = made;
    }
    return made;
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] score(int size, float[] input) {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public List<io.millrace.model.bundle.Tensor> export() {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public void close() {
    if (inputs != null) {
      inputs.close();
    }
    parameters.close();
  }
}
