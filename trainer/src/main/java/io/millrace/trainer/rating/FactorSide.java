package io.millrace.trainer.rating;

import io.millrace.model.rating.FactorPosterior;
import io.millrace.model.rating.FactorPrior;
import io.millrace.model.vector.Cholesky;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of the factorisation, users or items: what is believed of each row, and the linear
 * regression from what is known besides ratings that it is believed before the first of them.
 */
final class FactorSide {
  /** Weight of the regression's ridge: as much as so many rows. */
  private static final double RIDGE = 10;

  private static final double LEAST_SPREAD = 1e-4;
  private static final int TURN = 256;

  final int rows;
  final int width;
  final float[] means;
  final float[] variances;
  final float[] prior;
  final double[] spread;
  private final float[] inputs;
  private final int inputWidth;
  private final double[] gram;

  /**
   * A side.
   *
   * @param inputs [rows, inputWidth], the first of each 1
   */
  FactorSide(int rows, int width, float[] inputs, int inputWidth) {
    this.rows = rows;
    this.width = width;
    this.inputs = inputs;
    this.inputWidth = inputWidth;
    this.means = new float[rows * width];
    this.variances = new float[rows * width];
    this.prior = new float[inputWidth * width];
    this.spread = new double[width];
    this.gram = gram();
  }

  private double[] gram() {
    double[] squares = new double[inputWidth * inputWidth];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inputWidth; i++) {
        double x = inputs[row * inputWidth + i];
        for (int j = 0; x != 0 && j <= i; j++) {
          squares[i * inputWidth + j] += x * inputs[row * inputWidth + j];
        }
      }
    }
    for (int i = 0; i < inputWidth; i++) {
      squares[i * inputWidth + i] += RIDGE;
    }
    return squares;
  }

  /** Believes anew of every row, from its ratings and from the other side as it is. */
  void update(RatingMatrix ratings, FactorSide other, double mean, double noise, Workers workers) {
    List<Runnable> turns = new ArrayList<>();
    for (int from = 0; from < rows; from += TURN) {
      int first = from;
      int end = Math.min(rows, from + TURN);
      turns.add(() -> update(ratings, other, mean, noise, first, end));
    }
    workers.runAll(turns);
    regress();
  }

  private void update(
      RatingMatrix ratings, FactorSide other, double mean, double noise, int from, int end) {
    FactorPosterior posterior = new FactorPosterior(width);
    double[] expected = new double[width];
    for (int row = from; row < end; row++) {
      expect(row, expected);
      posterior.begin(expected, spread);
      for (int at = ratings.start(row); at < ratings.start(row + 1); at++) {
        int place = ratings.other(at) * width;
        posterior.add(ratings.stars(at) - mean, other.means, other.variances, place, noise);
      }
      posterior.solve();
      for (int k = 0; k < width; k++) {
        means[row * width + k] = (float) posterior.mean(k);
      }
      posterior.variances(variances, row * width);
    }
  }

  /** What is expected of a row without its ratings. */
  private void expect(int row, double[] expected) {
    FactorPrior.expect(prior, inputs, row * inputWidth, inputWidth, expected);
  }

  /** Believes of every row what is expected of it. */
  void expectAll() {
    double[] expected = new double[width];
    for (int row = 0; row < rows; row++) {
      expect(row, expected);
      for (int k = 0; k < width; k++) {
        means[row * width + k] = (float) expected[k];
        variances[row * width + k] = (float) spread[k];
      }
    }
  }

  /** Fits what is expected of rows to what is believed of them. */
  private void regress() {
    for (int k = 0; k < width; k++) {
      double[] target = new double[inputWidth];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < inputWidth; i++) {
          target[i] += (double) inputs[row * inputWidth + i] * means[row * width + k];
        }
      }
      Cholesky.solve(gram.clone(), target);
      for (int i = 0; i < inputWidth; i++) {
        prior[i * width + k] = (float) target[i];
      }
    }
    spreadAboutPrior();
  }

  private void spreadAboutPrior() {
    double[] expected = new double[width];
    double[] sums = new double[width];
    for (int row = 0; row < rows; row++) {
      expect(row, expected);
      for (int k = 0; k < width; k++) {
        double off = means[row * width + k] - expected[k];
        sums[k] += off * off + variances[row * width + k];
      }
    }
    for (int k = 0; k < width; k++) {
      spread[k] = Math.max(LEAST_SPREAD, sums[k] / Math.max(1, rows));
    }
  }
}
