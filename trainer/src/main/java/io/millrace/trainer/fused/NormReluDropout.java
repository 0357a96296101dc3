package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.network.BatchNorm;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.BatchNormState;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy 2015), ReLU and dropout (Srivastava et al. 2014) in one
 * pass: input, output {@code [rows, width]}; gamma, beta, running mean and variance {@code [1,
 * width]}. Running values move by a tenth towards each batch's, as Deeplearning4j's do.
 *
 * <p>Confined to one thread.
 */
final class NormReluDropout {
  private static final float MOMENTUM = 0.9f;

  private final Kernels kernels;
  private final Parameters parameters;
  private final String name;
  private final int width;
  private final float keep;
  private final Floats statistics;
  private final BatchNormState state;
  private final Matrix gammaGradient;
  private final Matrix betaGradient;
  private final Matrix scale;
  private final Matrix shift;
  private float momentum = MOMENTUM;

  /**
   * A layer that starts from gamma 1, beta 0, mean 0, variance 1.
   *
   * @param dropout chance to drop
   */
  NormReluDropout(
      DeviceMemory memory, Parameters parameters, String name, int width, double dropout) {
    this.kernels = memory.kernels();
    this.parameters = parameters;
    this.name = name;
    this.width = width;
    this.keep = (float) (1 - dropout);
    this.statistics = memory.floats(6L * width);
    this.state =
        new BatchNormState(
            parameters.weight(name + ".gamma"),
            parameters.weight(name + ".beta"),
            row(0),
            row(1),
            row(2),
            row(3));
    this.gammaGradient = parameters.gradient(name + ".gamma");
    this.betaGradient = parameters.gradient(name + ".beta");
    this.scale = row(4);
    this.shift = row(5);
    parameters.set(name + ".gamma", InitialWeights.filled(width, 1));
    kernels.fill(statistics, width, 2L * width, 1);
  }

  private Matrix row(int index) {
    return new Matrix(statistics, (long) index * width, 1, width, width);
  }

  static List<Shape> shapes(String name, int width) {
    return List.of(new Shape(name + ".gamma", 1, width), new Shape(name + ".beta", 1, width));
  }

  void forward(int rows, Matrix x, long seed, Matrix y) {
    kernels.batchNorm(rows, x, state, momentum, (float) BatchNorm.EPSILON, keep, seed, y);
  }

  /**
   * The way back.
   *
   * @param gradient at y on entry, at x on return
   */
  void backward(int rows, Matrix x, Matrix y, Matrix gradient) {
    kernels.batchNormGradient(rows, x, state, keep, y, gradient, gammaGradient, betaGradient);
  }

  /** From now on the running values stay as they are. */
  void hold() {
    momentum = 1;
  }

  /** Folds the running values into one scale and one shift per column, for {@link #infer}. */
  void fold() {
    float[] gamma = parameters.values(name + ".gamma");
    float[] beta = parameters.values(name + ".beta");
    float[] mean = mean();
    float[] variance = variance();
    float[] scales = new float[width];
    float[] shifts = new float[width];
    for (int c = 0; c < width; c++) {
      double by = gamma[c] / Math.sqrt(variance[c] + BatchNorm.EPSILON);
      scales[c] = (float) by;
      shifts[c] = (float) (beta[c] - mean[c] * by);
    }
    kernels.uploadRows(scales, 0, scale, 1);
    kernels.uploadRows(shifts, 0, shift, 1);
  }

  /** Inference, in place; after {@link #fold}. */
  void infer(int rows, Matrix x) {
    kernels.scaleShiftRelu(rows, x, scale, shift);
  }

  /** Gamma, beta, mean, var. */
  List<Tensor> export() {
    return List.of(
        parameters.tensor(name + ".gamma"),
        parameters.tensor(name + ".beta"),
        new Tensor(name + ".mean", 1, width, mean()),
        new Tensor(name + ".var", 1, width, variance()));
  }

  /**
   * Takes running values over. A bias of the layer before, which we do not have, moves the mean: at
   * inference {@code (x W + b) - mean = x W - (mean - b)}.
   */
  void load(Map<String, Tensor> tensors) {
    float @Nullable [] bias = given(tensors, "b");
    float @Nullable [] mean = given(tensors, "mean");
    float @Nullable [] variance = given(tensors, "var");
    if (mean != null) {
      float[] moved = mean.clone();
      for (int c = 0; bias != null && c < width; c++) {
        moved[c] -= bias[c];
      }
      kernels.upload(moved, 0, statistics, 0, width);
    }
    if (variance != null) {
      kernels.upload(variance, 0, statistics, width, width);
    }
  }

  private float @Nullable [] given(Map<String, Tensor> tensors, String part) {
    Tensor tensor = tensors.get(name + "." + part);
    return tensor != null && tensor.values().length == width ? tensor.values() : null;
  }

  private float[] mean() {
    return statistic(0);
  }

  private float[] variance() {
    return statistic(1);
  }

  private float[] statistic(int index) {
    float[] values = new float[width];
    kernels.download(statistics, (long) index * width, values, 0, width);
    return values;
  }
}
