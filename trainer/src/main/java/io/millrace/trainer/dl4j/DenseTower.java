package io.millrace.trainer.dl4j;

import io.millrace.model.bundle.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * One tower: dense, batch norm, ReLU, dropout, for each hidden layer, then dense. It is trained by
 * an external loss: {@link #forward}, then {@link #backward} with the loss' gradient at the output,
 * then {@link #update}.
 *
 * <p>Confined to one thread.
 */
final class DenseTower {
  /** Dense, batch norm, ReLU. */
  private static final int LAYERS_PER_HIDDEN = 3;

  private static final double BATCH_NORM_EPSILON = 1e-5;
  private static final double BATCH_NORM_DECAY = 0.9;

  private final MultiLayerNetwork network;
  private final String name;
  private final int hidden;
  private final int inputWidth;
  private final List<INDArray> held = new ArrayList<>();
  private @Nullable Gradient pending;
  private int step;

  DenseTower(
      String name,
      int inputWidth,
      List<Integer> dims,
      int dim,
      double dropout,
      double rate,
      long seed) {
    this.name = name;
    this.hidden = dims.size();
    this.inputWidth = inputWidth;
    this.network = new MultiLayerNetwork(configuration(inputWidth, dims, dim, dropout, rate, seed));
    network.init();
  }

  private static MultiLayerConfiguration configuration(
      int inputWidth, List<Integer> dims, int dim, double dropout, double rate, long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(rate))
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .list();
    int width = inputWidth;
    for (int i = 0; i < dims.size(); i++) {
      // DL4J's number is the chance to keep, and drops the layer's input.
      layers.layer(dense(width, dims.get(i), i == 0 ? 0 : dropout));
      layers.layer(batchNorm(dims.get(i)));
      // DL4J's batch norm ignores an activation of its own.
      layers.layer(new ActivationLayer.Builder().activation(Activation.RELU).build());
      width = dims.get(i);
    }
    return layers.layer(dense(width, dim, dropout)).build();
  }

  private static DenseLayer dense(int in, int out, double dropout) {
    DenseLayer.Builder layer = new DenseLayer.Builder().nIn(in).nOut(out);
    if (dropout > 0) {
      layer.dropOut(1 - dropout);
    }
    return layer.build();
  }

  private static BatchNormalization batchNorm(int width) {
    return new BatchNormalization.Builder()
        .nIn(width)
        .nOut(width)
        .eps(BATCH_NORM_EPSILON)
        .decay(BATCH_NORM_DECAY)
        .useLogStd(false)
        .build();
  }

  /** In training mode; remembers what {@link #backward} needs. Returns [n, dim], row-major. */
  float[] forward(float[] input, int n) {
    release();
    INDArray x = NdArrays.matrix(input, n, inputWidth);
    network.setInput(x);
    held.addAll(network.feedForward(true, false));
    held.add(x);
    return NdArrays.rowMajor(held.get(held.size() - 2));
  }

  private void release() {
    NdArrays.closeAll(held);
    held.clear();
  }

  /** Inference. Returns [n, dim], row-major. */
  float[] infer(float[] input, int n) {
    INDArray x = NdArrays.matrix(input, n, inputWidth);
    INDArray y = network.output(x, false);
    float[] out = NdArrays.rowMajor(y);
    NdArrays.closeAll(List.of(x, y));
    return out;
  }

  /**
   * Takes the loss' gradient at the last forward pass' output; weight gradients are kept until
   * {@link #update}.
   *
   * @return gradient at the input, [n, inputWidth]
   */
  float[] backward(float[] outputGradient, int n) {
    INDArray epsilon = NdArrays.matrix(outputGradient, n, outputGradient.length / n);
    Pair<Gradient, INDArray> gradients =
        network.backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces());
    pending = gradients.getFirst();
    float[] atInput = NdArrays.rowMajor(gradients.getSecond());
    NdArrays.closeAll(List.of(epsilon, gradients.getSecond()));
    release();
    return atInput;
  }

  /** Adam on what the last backward pass found. */
  void update(double rateFactor, double rate, int n) {
    Gradient gradient = Objects.requireNonNull(pending, "backward first");
    network.setLearningRate(rate * rateFactor);
    network.getUpdater().update(network, gradient, step++, 0, n, LayerWorkspaceMgr.noWorkspaces());
    INDArray flat = network.getFlattenedGradients();
    INDArray params = network.params();
    params.subi(flat.reshape(params.shape()));
    pending = null;
  }

  /** All weights by their names in the bundle. */
  List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    for (int layer = 0; layer <= hidden; layer++) {
      tensors.add(tensor(layer, "W", network.getLayer(LAYERS_PER_HIDDEN * layer).getParam("W")));
      tensors.add(tensor(layer, "b", network.getLayer(LAYERS_PER_HIDDEN * layer).getParam("b")));
      if (layer < hidden) {
        for (String part : List.of("gamma", "beta", "mean", "var")) {
          tensors.add(
              tensor(layer, part, network.getLayer(LAYERS_PER_HIDDEN * layer + 1).getParam(part)));
        }
      }
    }
    return tensors;
  }

  private Tensor tensor(int layer, String part, INDArray values) {
    int columns = (int) values.size(-1);
    int rows = (int) (values.length() / columns);
    return new Tensor(name + "." + layer + "." + part, rows, columns, NdArrays.rowMajor(values));
  }

  /** Starts from given weights; those of another shape, or missing, stay as initialised. */
  void load(Map<String, Tensor> tensors) {
    for (Tensor own : export()) {
      Tensor given = tensors.get(own.name());
      if (given != null && given.rows() == own.rows() && given.columns() == own.columns()) {
        String[] parts = own.name().split("\\.", -1);
        boolean norm = !parts[2].equals("W") && !parts[2].equals("b");
        int layer = LAYERS_PER_HIDDEN * Integer.parseInt(parts[1]) + (norm ? 1 : 0);
        INDArray target = network.getLayer(layer).getParam(parts[2]);
        target.assign(
            NdArrays.matrix(given.values(), given.rows(), given.columns()).reshape(target.shape()));
      }
    }
  }
}
