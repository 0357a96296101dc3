package io.millrace.trainer.kernels;

/**
 * What batch normalisation keeps, each [1, width].
 *
 * @param gamma learned scale
 * @param beta learned shift
 * @param mean running mean
 * @param variance running variance (of the population)
 * @param batchMean of the last forward pass
 * @param batchInverseDeviation 1 / sqrt(variance + epsilon) of the last forward pass
 */
public record BatchNormState(
    Matrix gamma,
    Matrix beta,
    Matrix mean,
    Matrix variance,
    Matrix batchMean,
    Matrix batchInverseDeviation) {}
