package io.millrace.trainer.kernels;

import io.millrace.trainer.learner.NegativeSampling;

/**
 * What each example is contrasted with (sampled softmax with log-Q correction).
 *
 * @param positive [rows] index into the pool
 * @param logQ [1, pool] subtracted from the logits
 * @param maskedStart [rows + 1] where each example's part of {@code masked} begins
 * @param masked pool indices that are no negatives of the example; its positive is never masked
 * @param strategy which negatives
 * @param randomNegatives drawn per example by RANDOM and MIXED
 * @param hardNegatives highest cosines per example by HARD and MIXED
 */
public record ContrastBatch(
    Ints positive,
    Matrix logQ,
    Ints maskedStart,
    Ints masked,
    NegativeSampling strategy,
    int randomNegatives,
    int hardNegatives) {}
