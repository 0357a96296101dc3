package io.millrace.trainer.study;

import java.util.List;

/**
 * Which trials are broken off: after an epoch, those whose best validation so far is below the
 * median of what the finished trials' validations were on average up to that epoch (median stopping
 * rule; Golovin et al. 2017, section 3.2.1). Pure.
 */
final class MedianRule {
  /** Fewer finished trials than this say too little. */
  static final int LEAST_FINISHED = 5;

  private MedianRule() {}

  /**
   * Whether a trial is to be broken off.
   *
   * @param finished validation by epoch of each finished trial, greater is better
   * @param curve the same of the trial, so far
   */
  static boolean stops(List<List<Double>> finished, List<Double> curve) {
    List<List<Double>> told = finished.stream().filter(other -> !other.isEmpty()).toList();
    if (told.size() < LEAST_FINISHED || curve.isEmpty()) {
      return false;
    }
    double[] means = told.stream().mapToDouble(o -> mean(o, curve.size())).sorted().toArray();
    double best = curve.stream().mapToDouble(value -> value).max().orElseThrow();
    return best < (means[(means.length - 1) / 2] + means[means.length / 2]) / 2;
  }

  /** Of the first epochs; of all where there are fewer. */
  private static double mean(List<Double> curve, int epochs) {
    return curve.stream().limit(epochs).mapToDouble(value -> value).average().orElseThrow();
  }
}
