package io.millrace.trainer.evaluation;

import java.util.HashMap;
import java.util.Map;

/**
 * A mean of values of which those of one cluster are alike, as those of one user's predictions are,
 * and how sure it is where only the clusters are independent draws. With {@code n} values {@code x}
 * in {@code U} clusters and their mean {@code m}, the standard error is {@code sqrt(U / (U - 1) *
 * sum over clusters of (sum over the cluster's x of (x - m))^2) / n}: the robust variance of Liang
 * and Zeger, Longitudinal data analysis using generalized linear models, Biometrika 73 (1986), of a
 * mean, with the usual factor for few clusters (Cameron and Miller, A practitioner's guide to
 * cluster-robust inference, Journal of Human Resources 50, 2015). Where each value is a cluster of
 * its own that is the sample deviation over the root of n.
 *
 * @param mean NaN of no values
 * @param standardError NaN of fewer than two clusters
 */
public record ClusteredMean(double mean, double standardError) {
  /**
   * Of these.
   *
   * @param clusters that the values belong to, as many
   */
  public static ClusteredMean of(double[] values, int[] clusters) {
    double mean = Spread.of(values).mean();
    Map<Integer, Double> offBy = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      offBy.merge(clusters[i], values[i] - mean, Double::sum);
    }
    int draws = offBy.size();
    double squares = offBy.values().stream().mapToDouble(off -> off * off).sum();
    return new ClusteredMean(
        mean, draws < 2 ? Double.NaN : Math.sqrt(squares * draws / (draws - 1.0)) / values.length);
  }
}
