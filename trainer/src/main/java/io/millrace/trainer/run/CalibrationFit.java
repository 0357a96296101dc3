package io.millrace.trainer.run;

import io.millrace.model.ranking.Calibration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits a {@link Calibration} by maximum likelihood. Of a list of candidates there are the rated one
 * and some others, drawn evenly: then the slope that is likeliest for the samples is a consistent
 * estimate of that of the lists, as it stands (McFadden 1978, <em>Modelling the Choice of
 * Residential Location</em>; weighing the others by how many they stand for would not be). The
 * negative log likelihood
 *
 * <pre>{@code L(a) = sum over lists of  log(sum_k e^(a z_k)) - a z_0,  z = log odds of a score}
 * </pre>
 *
 * is convex in the slope a; it is found by Newton's steps. For one thread.
 */
final class CalibrationFit {
  private static final double FLATTEST = 0.05;
  private static final double STEEPEST = 20;
  private static final int STEPS = 50;
  private static final double CLOSE = 1e-6;

  /** Of each list that held its item, the log odds of the rated item's score and the others'. */
  private final List<double[]> samples = new ArrayList<>();

  private int lists;

  /** A list that did not hold the rated item. */
  void addMissed() {
    lists++;
  }

  /**
   * A list that did.
   *
   * @param scores the rated item's, then those of some others, drawn evenly
   */
  void add(double[] scores) {
    lists++;
    double[] logOdds = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      logOdds[i] = Calibration.logOdds(scores[i]);
    }
    samples.add(logOdds);
  }

  /** The likeliest; null if no list held its item. */
  @Nullable Calibration fit() {
    return samples.isEmpty()
        ? null
        : new Calibration((float) slope(), (float) samples.size() / lists);
  }

  private double slope() {
    double slope = 1;
    for (int step = 0; step < STEPS; step++) {
      double next = Math.clamp(newton(slope), FLATTEST, STEEPEST);
      if (Math.abs(next - slope) < CLOSE) {
        return next;
      }
      slope = next;
    }
    return slope;
  }

  /** One step, at most to half or twice the slope: the curvature is flat far from the least. */
  private double newton(double slope) {
    double first = 0;
    double second = 0;
    for (double[] z : samples) {
      double mean = 0;
      double square = 0;
      double sum = 0;
      double most = most(z);
      for (double each : z) {
        double mass = Math.exp(slope * (each - most));
        sum += mass;
        mean += mass * each;
        square += mass * each * each;
      }
      mean /= sum;
      first += mean - z[0];
      second += square / sum - mean * mean;
    }
    double step = second > 0 ? first / second : Math.signum(first) * Double.MAX_VALUE;
    return slope - Math.clamp(step, -slope, slope / 2);
  }

  private static double most(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }
}
