package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;

/**
 * EASE (Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019): with G the items'
 * Gram matrix and P the inverse of G + lambda I, the weight of item i for item j is {@code -P[i, j]
 * / P[j, j]}, zero on the diagonal. A score is the sum of the weights of the last items of the
 * history.
 */
public final class Ease implements Baseline {
  /** 4 bytes a pair for the counts, 8 for the inverse and 4 for the weights. */
  private static final PairMatrix NEEDED = new PairMatrix("ease", 20_000, 16);

  private final double lambda;
  private final int last;
  private ItemWeights weights = ItemWeights.NONE;

  /**
   * Not fitted yet.
   *
   * @param lambda regularisation, above 0
   * @param last items of the history that count, at least 1
   */
  public Ease(double lambda, int last) {
    this.lambda = lambda;
    this.last = last;
  }

  @Override
  public void fit(Interactions data) {
    CoRatings both = new CoRatings(data, NEEDED);
    int n = both.items();
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inverse[i * n + j] = both.row(i)[j] + (i == j ? lambda : 0);
      }
    }
    PositiveDefinite.invert(inverse, n);
    weights = new ItemWeights(weights(inverse, n));
  }

  private static float[][] weights(double[] inverse, int n) {
    float[][] rows = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = i == j ? 0 : (float) (-inverse[i * n + j] / inverse[j * n + j]);
      }
    }
    return rows;
  }

  @Override
  public void score(RatedItems history, float[] scores) {
    weights.score(history, last, scores);
  }
}
