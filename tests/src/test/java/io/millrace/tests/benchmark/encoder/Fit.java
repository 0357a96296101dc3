package io.millrace.tests.benchmark.encoder;

import java.util.Comparator;
import java.util.List;

/**
 * A model's way through its epochs.
 *
 * @param spec what was trained
 * @param epochs in order, at least one
 */
record Fit(EncoderSpec spec, List<Epoch> epochs) {
  Fit {
    epochs = List.copyOf(epochs);
  }

  /**
   * After an epoch.
   *
   * @param number from 1
   * @param loss mean of its steps
   * @param wallSeconds of training since the fit began, without judging
   * @param cpuSeconds the same, of all threads
   * @param choosing NDCG@10 on the half that chooses
   * @param told of the other half; of an epoch that was not the best so far that of the best
   */
  record Epoch(
      int number,
      double loss,
      double wallSeconds,
      double cpuSeconds,
      double choosing,
      Ranks told) {}

  /** The epoch that is chosen. */
  Epoch best() {
    return bestWithin(Double.POSITIVE_INFINITY);
  }

  /** The one that is chosen if training ends after so much CPU; the first one's at least. */
  Epoch bestWithin(double cpuSeconds) {
    return epochs.stream()
        .filter(epoch -> epoch.cpuSeconds() <= cpuSeconds)
        .max(Comparator.comparingDouble(Epoch::choosing))
        .orElse(epochs.getFirst());
  }

  Epoch last() {
    return epochs.getLast();
  }
}
