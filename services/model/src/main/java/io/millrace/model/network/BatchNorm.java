package io.millrace.model.network;

import io.millrace.model.bundle.Tensor;

/**
 * The learned and the running values of a batch normalisation (Ioffe and Szegedy 2015), one column
 * each per output of its layer.
 */
public record BatchNorm(Tensor gamma, Tensor beta, Tensor mean, Tensor var) {
  /** Added to the variance; the trainer uses the same. */
  public static final double EPSILON = 1e-5;

  double scale(int column) {
    return gamma.values()[column] / Math.sqrt(var.values()[column] + EPSILON);
  }
}
