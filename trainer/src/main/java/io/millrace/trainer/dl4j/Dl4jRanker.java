package io.millrace.trainer.dl4j;

import io.millrace.model.bundle.Tensor;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Deep and Cross network (version 2) as a Deeplearning4j graph: cross layers {@code x' = x0 (.) (x
 * W + b) + x} beside a deep side, both joined under one dense layer with two outputs, the rating
 * and the click head. The loss is outside the graph.
 */
public final class Dl4jRanker implements RankerLearner {
  private static final String INPUT = "x0";
  private static final String HEADS = "heads";
  private static final double EXPLODED = 1e6;
  private static final int SCORING_BATCH = 8192;

  private final RankingLoss lost = new RankingLoss();
  private final RankerSpec spec;
  private final ComputationGraph graph;
  private double rateFactor = 1;
  private int steps;

  /** A ranker, fresh or from given weights. */
  public Dl4jRanker(RankerSpec spec) {
    requireNone("cross_rank", spec.crossRank());
    requireNone("gradient_clip", spec.clip());
    this.spec = spec;
    this.graph = new ComputationGraph(configuration(spec));
    graph.init();
    load(spec.initial());
  }

  private static void requireNone(String key, double value) {
    if (value != 0) {
      throw new UserFault(
          "trainer.%s: must be 0 with engine = dl4j, was %s; set it to 0, or engine = fused"
              .formatted(key, value));
    }
  }

  private static ComputationGraphConfiguration configuration(RankerSpec spec) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(spec.seed())
            .updater(new Adam(spec.learningRate()))
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER)
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(INPUT);
    String cross = addCrossLayers(graph, spec);
    String deep = addDeepLayers(graph, spec);
    int width = spec.inputWidth() + spec.deepDims().getLast();
    return graph
        .addVertex("join", new MergeVertex(), cross, deep)
        .addLayer(HEADS, new DenseLayer.Builder().nIn(width).nOut(2).build(), "join")
        .setOutputs(HEADS)
        .build();
  }

  private static String addCrossLayers(
      ComputationGraphConfiguration.GraphBuilder graph, RankerSpec spec) {
    int width = spec.inputWidth();
    String x = INPUT;
    for (int layer = 0; layer < spec.crossLayers(); layer++) {
      String product = "product" + layer;
      String next = "x" + (layer + 1);
      graph
          .addLayer(cross(layer), new DenseLayer.Builder().nIn(width).nOut(width).build(), x)
          .addVertex(
              product, new ElementWiseVertex(ElementWiseVertex.Op.Product), INPUT, cross(layer))
          .addVertex(next, new ElementWiseVertex(ElementWiseVertex.Op.Add), product, x);
      x = next;
    }
    return x;
  }

  private static String addDeepLayers(
      ComputationGraphConfiguration.GraphBuilder graph, RankerSpec spec) {
    String x = INPUT;
    int width = spec.inputWidth();
    for (int layer = 0; layer < spec.deepDims().size(); layer++) {
      int out = spec.deepDims().get(layer);
      DenseLayer dense =
          new DenseLayer.Builder().nIn(width).nOut(out).activation(Activation.RELU).build();
      graph.addLayer(deep(layer), dense, x);
      x = deep(layer);
      width = out;
    }
    return x;
  }

  private static String cross(int layer) {
    return "cross" + layer;
  }

  private static String deep(int layer) {
    return "deep" + layer;
  }

  @Override
  public RankingLoss step(RankingBatch batch, float @Nullable [] inputGradient) {
    int n = batch.size();
    INDArray input = NdArrays.matrix(batch.input(), n, spec.inputWidth());
    Map<String, INDArray> activations = graph.feedForward(new INDArray[] {input}, true, false);
    float[] out = NdArrays.rowMajor(activation(activations, HEADS));
    float[] gradient = new float[2 * n];
    RankingLoss loss = loss(batch, out, gradient);
    if (!Double.isFinite(loss.total()) || loss.total() > EXPLODED) {
      throw new DivergenceException(
          "ranking", steps + 1L, rate(), loss.total(), WildestTensor.of(export()));
    }
    INDArray epsilon = NdArrays.matrix(gradient, n, 2);
    if (inputGradient != null) {
      copyInputGradient(input, activations, epsilon, inputGradient);
    }
    update(graph.backpropGradient(epsilon), n);
    NdArrays.closeAll(activations.values());
    NdArrays.closeAll(List.of(input, epsilon));
    return loss;
  }

  private void copyInputGradient(
      INDArray input, Map<String, INDArray> activations, INDArray epsilon, float[] out) {
    INDArray atInput = inputGradient(input, activations, epsilon);
    System.arraycopy(NdArrays.rowMajor(atInput), 0, out, 0, out.length);
    NdArrays.close(atInput);
  }

  private RankingLoss loss(RankingBatch batch, float[] out, float[] gradient) {
    int n = batch.size();
    int rated = 0;
    double clickWeights = 0;
    for (int i = 0; i < n; i++) {
      rated += batch.rated()[i] ? 1 : 0;
      clickWeights += clickWeight(batch, i);
    }
    double rating = 0;
    double click = 0;
    for (int i = 0; i < n; i++) {
      if (batch.rated()[i]) {
        double error = out[2 * i] - batch.rating()[i];
        rating += error * error;
        gradient[2 * i] = (float) (spec.ratingWeight() * 2 * error / rated);
      }
      double weight = clickWeights == 0 ? 0 : clickWeight(batch, i) / clickWeights;
      double logit = out[2 * i + 1];
      double y = batch.click()[i];
      click += weight * (Math.max(logit, 0) - logit * y + Math.log1p(Math.exp(-Math.abs(logit))));
      gradient[2 * i + 1] =
          (float) (spec.clickWeight() * weight * (1 / (1 + Math.exp(-logit)) - y));
    }
    rating = rated == 0 ? 0 : rating / rated;
    double list = new ListLoss(batch, out).addGradient(spec.listWeight(), gradient);
    double total =
        spec.ratingWeight() * rating + spec.clickWeight() * click + spec.listWeight() * list;
    lost.set(total, rating, click, list);
    return lost;
  }

  private double clickWeight(RankingBatch batch, int i) {
    float click = batch.click()[i];
    return click < 0 ? 0 : click > 0.5f ? spec.positiveWeight() : 1;
  }

  /**
   * The gradient at x0, which the graph does not hand out: back through the heads, then the deep
   * layers, then {@code x' = x0 (.) c + x} with {@code c = x W + b}, where the gradient g at x'
   * gives {@code g (.) c} to x0 and {@code (g (.) x0) W^T + g} to x.
   */
  private INDArray inputGradient(
      INDArray x0, Map<String, INDArray> activations, INDArray headGradient) {
    INDArray joined = headGradient.mmul(param(HEADS, "W").transpose());
    int width = spec.inputWidth();
    INDArray g = joined.get(NDArrayIndex.all(), NDArrayIndex.interval(0, width)).dup();
    INDArray d = joined.get(NDArrayIndex.all(), NDArrayIndex.interval(width, joined.size(1))).dup();
    for (int layer = spec.deepDims().size() - 1; layer >= 0; layer--) {
      INDArray active = activation(activations, deep(layer)).gt(0).castTo(DataType.FLOAT);
      d = d.mul(active).mmul(param(deep(layer), "W").transpose());
    }
    for (int layer = spec.crossLayers() - 1; layer >= 0; layer--) {
      d.addi(g.mul(activation(activations, cross(layer))));
      g = g.add(g.mul(x0).mmul(param(cross(layer), "W").transpose()));
    }
    return d.add(g);
  }

  private static INDArray activation(Map<String, INDArray> activations, String name) {
    return Objects.requireNonNull(activations.get(name), name);
  }

  private double rate() {
    return spec.learningRate() * rateFactor;
  }

  private void update(Gradient gradients, int n) {
    graph.setLearningRate(rate());
    graph.getUpdater().update(gradients, steps++, 0, n, LayerWorkspaceMgr.noWorkspaces());
    INDArray params = graph.params();
    params.subi(graph.getFlattenedGradients().reshape(params.shape()));
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] score(int size, float[] input) {
    float[] out = new float[2 * size];
    int width = spec.inputWidth();
    for (int from = 0; from < size; from += SCORING_BATCH) {
      int n = Math.min(SCORING_BATCH, size - from);
      float[] part = Arrays.copyOfRange(input, from * width, (from + n) * width);
      INDArray x = NdArrays.matrix(part, n, width);
      INDArray heads = graph.outputSingle(false, x);
      System.arraycopy(NdArrays.rowMajor(heads), 0, out, 2 * from, 2 * n);
      NdArrays.closeAll(List.of(x, heads));
    }
    return out;
  }

  @Override
  public List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    for (int layer = 0; layer < spec.crossLayers(); layer++) {
      addLayer(tensors, "rank.cross." + layer, cross(layer));
    }
    for (int layer = 0; layer < spec.deepDims().size(); layer++) {
      addLayer(tensors, "rank.deep." + layer, deep(layer));
    }
    addHead(tensors, "rank.rating", 0);
    addHead(tensors, "rank.click", 1);
    return tensors;
  }

  private void addLayer(List<Tensor> tensors, String name, String layer) {
    tensors.add(tensor(name + ".W", param(layer, "W")));
    tensors.add(tensor(name + ".b", param(layer, "b")));
  }

  private void addHead(List<Tensor> tensors, String name, int column) {
    float[] weights = NdArrays.rowMajor(param(HEADS, "W"));
    float[] own = new float[weights.length / 2];
    for (int i = 0; i < own.length; i++) {
      own[i] = weights[2 * i + column];
    }
    float bias = NdArrays.rowMajor(param(HEADS, "b"))[column];
    tensors.add(new Tensor(name + ".W", own.length, 1, own));
    tensors.add(new Tensor(name + ".b", 1, 1, new float[] {bias}));
  }

  private INDArray param(String layer, String part) {
    return Objects.requireNonNull(graph.getLayer(layer).getParam(part), layer);
  }

  private static Tensor tensor(String name, INDArray values) {
    int columns = (int) values.size(-1);
    return new Tensor(name, (int) (values.length() / columns), columns, NdArrays.rowMajor(values));
  }

  private void load(Map<String, Tensor> tensors) {
    for (int layer = 0; layer < spec.crossLayers(); layer++) {
      loadLayer(tensors, "rank.cross." + layer, cross(layer));
    }
    for (int layer = 0; layer < spec.deepDims().size(); layer++) {
      loadLayer(tensors, "rank.deep." + layer, deep(layer));
    }
    loadHeads(tensors);
  }

  private void loadLayer(Map<String, Tensor> tensors, String name, String layer) {
    for (String part : List.of("W", "b")) {
      INDArray target = param(layer, part);
      Tensor given = tensors.get(name + "." + part);
      if (given != null && given.values().length == target.length()) {
        target.assign(
            NdArrays.matrix(given.values(), given.rows(), given.columns()).reshape(target.shape()));
      }
    }
  }

  private void loadHeads(Map<String, Tensor> tensors) {
    for (String part : List.of("W", "b")) {
      Tensor rating = tensors.get("rank.rating." + part);
      Tensor click = tensors.get("rank.click." + part);
      INDArray target = param(HEADS, part);
      if (rating != null && click != null && 2L * rating.values().length == target.length()) {
        float[] joined = new float[2 * rating.values().length];
        for (int i = 0; i < rating.values().length; i++) {
          joined[2 * i] = rating.values()[i];
          joined[2 * i + 1] = click.values()[i];
        }
        target.assign(NdArrays.matrix(joined, joined.length / 2, 2).reshape(target.shape()));
      }
    }
  }

  @Override
  public void close() {
    // ND4J frees its memory with the garbage collector.
  }
}
