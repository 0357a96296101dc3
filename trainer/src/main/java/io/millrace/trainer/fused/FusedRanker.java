package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deep and Cross network (version 2) over {@link Kernels}: cross layers beside a deep side, which
 * write next to each other into the rows that the two heads read.
 */
public final class FusedRanker implements RankerLearner {
  private static final double EXPLODED = 1e6;
  private static final int SCORING_BATCH = 8192;

  private final RankerSpec spec;
  private final Kernels kernels;
  private final DeviceMemory memory;
  private final Parameters parameters;
  private final CrossSide cross;
  private final DeepSide deep;
  private final Heads heads;
  private final RowBuffer input;
  private final RowBuffer joined;
  private final RowBuffer joinedGradient;
  private Matrix crossed;
  private Matrix deepened;
  private Matrix atCrossed;
  private Matrix atDeepened;
  private float[] passed = new float[0];
  private double rateFactor = 1;
  private int steps;

  /**
   * A ranker, fresh or from given weights.
   *
   * @param kernels shared; not closed here
   */
  public FusedRanker(RankerSpec spec, Kernels kernels) {
    this.spec = spec;
    this.kernels = kernels;
    this.memory = new DeviceMemory(kernels);
    this.parameters = new Parameters(memory, shapes(spec), spec.clip());
    this.cross = new CrossSide(memory, parameters, spec);
    this.deep = new DeepSide(memory, parameters, spec);
    this.heads = new Heads(memory, parameters, spec);
    this.input = new RowBuffer(memory, spec.inputWidth());
    this.joined = new RowBuffer(memory, joinedWidth(spec));
    this.joinedGradient = new RowBuffer(memory, joinedWidth(spec));
    this.crossed = crossPart(joined);
    this.deepened = deepPart(joined);
    this.atCrossed = crossPart(joinedGradient);
    this.atDeepened = deepPart(joinedGradient);
    parameters.load(spec.initial());
    heads.load(spec.initial());
  }

  private static int joinedWidth(RankerSpec spec) {
    return spec.inputWidth() + spec.deepDims().getLast();
  }

  private static List<Shape> shapes(RankerSpec spec) {
    List<Shape> shapes = new ArrayList<>(CrossSide.shapes(spec));
    shapes.addAll(DeepSide.shapes(spec));
    shapes.addAll(Heads.shapes(joinedWidth(spec)));
    return shapes;
  }

  private Matrix crossPart(RowBuffer rows) {
    return rows.matrix().columns(0, spec.inputWidth());
  }

  private Matrix deepPart(RowBuffer rows) {
    return rows.matrix().columns(spec.inputWidth(), spec.deepDims().getLast());
  }

  /** The weights, and their gradients of the last step. */
  Parameters parameters() {
    return parameters;
  }

  private void reserve(int rows) {
    heads.reserve(rows);
    if (rows > input.matrix().rows()) {
      input.reserve(rows);
      joined.reserve(rows);
      joinedGradient.reserve(rows);
      cross.reserve(rows);
      deep.reserve(rows);
      crossed = crossPart(joined);
      deepened = deepPart(joined);
      atCrossed = crossPart(joinedGradient);
      atDeepened = deepPart(joinedGradient);
    }
  }

  @Override
  public RankingLoss step(RankingBatch batch, float @Nullable [] inputGradient) {
    steps++;
    int n = batch.size();
    reserve(n);
    heads.upload(batch);
    forward(n, batch.input(), 0);
    backward(n, inputGradient != null);
    if (inputGradient != null) {
      readInputGradient(n, inputGradient);
    }
    parameters.update(rate(), steps);
    return checkedLoss(n);
  }

  private Matrix forward(int n, float[] from, int fromAt) {
    kernels.uploadRows(from, fromAt, input.matrix(), n);
    cross.forward(n, input.matrix(), crossed);
    deep.forward(n, input.matrix(), deepened);
    return heads.forward(n, joined.matrix());
  }

  private void backward(int n, boolean inputWanted) {
    heads.backward(n, joined.matrix(), joinedGradient.matrix());
    cross.backward(n, input.matrix(), atCrossed, inputWanted);
    deep.backward(n, input.matrix(), deepened, atDeepened, cross.x0Gradient(), inputWanted);
  }

  /** The gradient at x0 has two parts: through products and deep side, and passed on as x. */
  private void readInputGradient(int n, float[] out) {
    int width = spec.inputWidth();
    int stride = atCrossed.stride();
    passed = passed.length < n * stride ? new float[n * stride] : passed;
    kernels.download(cross.x0Gradient().data(), 0, out, 0, n * width);
    kernels.download(atCrossed.data(), 0, passed, 0, n * stride);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < width; k++) {
        out[i * width + k] += passed[i * stride + k];
      }
    }
  }

  private double rate() {
    return spec.learningRate() * rateFactor;
  }

  private RankingLoss checkedLoss(int n) {
    RankingLoss loss = heads.read();
    if (!Double.isFinite(loss.total()) || loss.total() > EXPLODED) {
      throw new DivergenceException("ranking", steps, rate(), loss.total(), wildest(n));
    }
    return loss;
  }

  private String wildest(int n) {
    List<Activation> all = new ArrayList<>(List.of(new Activation("rank.input", input.matrix())));
    cross.addActivations(all);
    deep.addActivations(deepened, all);
    heads.addActivations(all);
    return Activation.wildest(kernels, n, all);
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] score(int size, float[] rows) {
    float[] out = new float[2 * size];
    reserve(Math.min(size, SCORING_BATCH));
    for (int from = 0; from < size; from += SCORING_BATCH) {
      int n = Math.min(SCORING_BATCH, size - from);
      Matrix scores = forward(n, rows, from * spec.inputWidth());
      kernels.download(scores.data(), scores.offset(), out, 2 * from, 2 * n);
    }
    return out;
  }

  @Override
  public List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    tensors.addAll(cross.export(parameters));
    tensors.addAll(deep.export(parameters));
    tensors.addAll(heads.export());
    return tensors;
  }

  @Override
  public void close() {
    memory.close();
  }
}
