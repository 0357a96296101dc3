package io.millrace.model.rating;

import io.millrace.model.vector.Cholesky;
import java.util.Arrays;

/**
 * What ratings tell of one side's numbers (a user's or an item's): a bias, then the factors. Normal
 * prior, normal noise; the other side's numbers are known up to a variance each (mean field), which
 * is what keeps few ratings from being believed too much. Lim and Teh, Variational Bayesian
 * Approach to Movie Rating Prediction (KDD Cup 2007).
 *
 * <p>Reused from one user or item to the next. For one thread.
 */
public final class FactorPosterior {
  private final int width;
  private final double[] precision;
  private final double[] mean;
  private final double[] column;

  /** [width, width]: row k is column k of the inverse of the precision's Cholesky factor. */
  private final double[] inverse;

  /**
   * Of nobody yet.
   *
   * @param width 1 for the bias, and the factors
   */
  public FactorPosterior(int width) {
    this.width = width;
    this.precision = new double[width * width];
    this.mean = new double[width];
    this.column = new double[width];
    this.inverse = new double[width * width];
  }

  /**
   * Begins with what is believed before the first rating.
   *
   * @param prior [width] means
   * @param variance [width], above 0
   */
  public void begin(double[] prior, double[] variance) {
    Arrays.fill(precision, 0);
    for (int k = 0; k < width; k++) {
      precision[k * width + k] = 1 / variance[k];
      mean[k] = prior[k] / variance[k];
    }
  }

  /**
   * Adds a rating.
   *
   * @param stars above the mean of all ratings
   * @param other the other side's means, bias first, from {@code at}
   * @param variance the other side's variances, likewise
   * @param noise variance of a rating
   */
  public void add(double stars, float[] other, float[] variance, int at, double noise) {
    double weight = 1 / noise;
    double target = (stars - other[at]) * weight;
    mean[0] += target;
    precision[0] += weight;
    for (int i = 1; i < width; i++) {
      double z = other[at + i] * weight;
      int row = i * width;
      precision[row] += z;
      for (int j = 1; j <= i; j++) {
        precision[row + j] += z * other[at + j];
      }
      precision[row + i] += weight * variance[at + i];
      mean[i] += target * other[at + i];
    }
  }

  /** Works out means and variances; no more ratings can be added. */
  public void solve() {
    Cholesky.solve(precision, mean);
  }

  /** The mean of a number; to be asked for after {@link #solve}. */
  public double mean(int k) {
    return mean[k];
  }

  /** Writes the variance of each number from {@code at}; to be asked for after {@link #solve}. */
  public void variances(float[] out, int at) {
    for (int k = 0; k < width; k++) {
      Arrays.fill(column, 0);
      column[k] = 1;
      Cholesky.forward(precision, column);
      System.arraycopy(column, 0, inverse, k * width, width);
      out[at + k] = (float) square();
    }
  }

  /**
   * The variance of bias + factors (.) those of the other side, as far as it comes from this side;
   * to be asked for after {@link #variances}.
   */
  double variance(float[] other, int at) {
    System.arraycopy(inverse, 0, column, 0, width);
    for (int k = 1; k < width; k++) {
      addScaled(k, other[at + k]);
    }
    return square();
  }

  /** Adds a row of the inverse, which has zeros before its own place. */
  private void addScaled(int row, double factor) {
    int from = row * width;
    for (int i = row; i < width; i++) {
      column[i] += factor * inverse[from + i];
    }
  }

  private double square() {
    double sum = 0;
    for (double value : column) {
      sum += value * value;
    }
    return sum;
  }
}
