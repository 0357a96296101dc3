package io.millrace.model.ranking;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the scores of one list of candidates say in probabilities: item i is what the user rates
 * next with
 *
 * <pre>{@code P(i) = coverage * s_i^a / (sum over the list of s_j^a),  s = score / (1 - score)}
 * </pre>
 *
 * which is the conditional logit model (McFadden 1974) with a temperature (Guo et al. 2017, <em>On
 * Calibration of Modern Neural Networks</em>). The order of a list stays. Immutable, thread-safe.
 *
 * @param slope a, above 0: how far the odds of scores are to be trusted; 1 as they are
 * @param coverage chance that the candidates hold the item at all, 0 to 1
 */
public record Calibration(float slope, float coverage) {
  private static final String NAME = "rank.calibration";

  /** Scores of exactly 0 or 1 have no odds. */
  private static final double EDGE = 1e-7;

  public Calibration {
    if (!(slope > 0 && Float.isFinite(slope))) {
      throw new IllegalArgumentException("slope: must be above 0 and finite, was " + slope);
    }
    if (!(coverage >= 0 && coverage <= 1)) {
      throw new IllegalArgumentException("coverage: must be 0 to 1, was " + coverage);
    }
  }

  /** A bundle's; null where it was published without one. */
  public static @Nullable Calibration in(Bundle bundle) {
    if (!bundle.has(NAME)) {
      return null;
    }
    float[] values = bundle.tensor(NAME).values();
    return new Calibration(values[0], values[1]);
  }

  /** As a bundle holds it, [1, 2]. */
  public Tensor tensor() {
    return new Tensor(NAME, 1, 2, new float[] {slope, coverage});
  }

  /** The logarithm of a score's odds. */
  public static double logOdds(double score) {
    double held = Math.clamp(score, EDGE, 1 - EDGE);
    return Math.log(held / (1 - held));
  }

  /**
   * The probabilities of a list's candidates, which sum up to {@link #coverage}.
   *
   * @param scores 0 to 1
   * @param n how many of them are of the list
   * @return [n]
   */
  public double[] probabilities(float[] scores, int n) {
    double[] probabilities = new double[n];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      probabilities[i] = slope * logOdds(scores[i]);
      most = Math.max(most, probabilities[i]);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      probabilities[i] = Math.exp(probabilities[i] - most);
      sum += probabilities[i];
    }
    for (int i = 0; i < n; i++) {
      probabilities[i] *= coverage / sum;
    }
    return probabilities;
  }
}
