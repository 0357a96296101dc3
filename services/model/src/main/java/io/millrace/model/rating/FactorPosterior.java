package io.millrace.model.rating;

import io.millrace.model.vector.Cholesky;
import io.millrace.model.vector.Vectors;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What ratings tell of one side's numbers (a user's or an item's): a bias, then the factors. Normal
 * prior, normal noise; the other side's numbers are known up to a variance each (mean field), which
 * is what keeps few ratings from being believed too much. Lim and Teh, Variational Bayesian
 * Approach to Movie Rating Prediction (KDD Cup 2007).
 *
 * <p>Rows that every rating or every candidate goes over are padded with zeros to whole vectors.
 * Reused from one user or item to the next. For one thread.
 */
public final class FactorPosterior {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final int width;

  /** From one padded row to the next. */
  private final int stride;

  /** [width, stride]: the sum over the ratings; what lies above the diagonal is of no meaning. */
  private final double[] sum;

  /** [width, width]: the precision, then its Cholesky factor. */
  private final double[] precision;

  private final double[] mean;
  private final double[] column;

  /** [stride]: the other side of one rating. */
  private final double[] side;

  /** [width, stride]: row k is column k of the inverse of the precision's Cholesky factor. */
  private final double[] inverse;

  /**
   * Of nobody yet.
   *
   * @param width 1 for the bias, and the factors
   */
  public FactorPosterior(int width) {
    this.width = width;
    this.stride = (width + SPECIES.length() - 1) / SPECIES.length() * SPECIES.length();
    this.sum = new double[width * stride];
    this.precision = new double[width * width];
    this.mean = new double[width];
    this.column = new double[width];
    this.side = new double[stride];
    this.inverse = new double[width * stride];
  }

  /**
   * Begins with what is believed before the first rating.
   *
   * @param prior [width] means
   * @param variance [width], above 0
   */
  public void begin(double[] prior, double[] variance) {
    Arrays.fill(sum, 0);
    for (int k = 0; k < width; k++) {
      sum[k * stride + k] = 1 / variance[k];
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
    // The other side's own bias is part of the target; what this side's is multiplied with is 1.
    side[0] = 1;
    for (int i = 1; i < width; i++) {
      side[i] = other[at + i];
      sum[i * stride + i] += weight * variance[at + i];
    }
    for (int i = 0; i < width; i++) {
      mean[i] += target * side[i];
      addToRow(i, weight * side[i]);
    }
  }

  /** Up to the diagonal, and what is of one vector with it. */
  private void addToRow(int row, double factor) {
    DoubleVector factors = DoubleVector.broadcast(SPECIES, factor);
    int from = row * stride;
    for (int i = 0; i <= row; i += SPECIES.length()) {
      factors
          .fma(
              DoubleVector.fromArray(SPECIES, side, i),
              DoubleVector.fromArray(SPECIES, sum, from + i))
          .intoArray(sum, from + i);
    }
  }

  /** Works out means and variances; no more ratings can be added. */
  public void solve() {
    for (int row = 0; row < width; row++) {
      System.arraycopy(sum, row * stride, precision, row * width, width);
    }
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
      System.arraycopy(column, 0, inverse, k * stride, width);
      out[at + k] = (float) square();
    }
  }

  private double square() {
    double squares = 0;
    for (double value : column) {
      squares += value * value;
    }
    return squares;
  }

  /**
   * The variance of bias + factors (.) those of the other side, as far as it comes from this side;
   * to be asked for after {@link #variances}.
   */
  double variance(float[] other, int at) {
    DoubleVector squares = DoubleVector.zero(SPECIES);
    for (int i = 0; i < stride; i += SPECIES.length()) {
      DoubleVector part = DoubleVector.fromArray(SPECIES, inverse, i);
      // The inverse is lower triangular too: column k begins at row k.
      int columns = Math.min(width, i + SPECIES.length());
      for (int k = 1; k < columns; k++) {
        DoubleVector row = DoubleVector.fromArray(SPECIES, inverse, k * stride + i);
        part = row.fma(DoubleVector.broadcast(SPECIES, other[at + k]), part);
      }
      squares = part.fma(part, squares);
    }
    return Vectors.sum(squares);
  }
}
