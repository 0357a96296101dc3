package io.millrace.trainer.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Items by score, ties by ordinal, lower first. Reads the scores and what is left out when asked:
 * valid until either changes.
 */
public final class ScoreRanking implements Ranking {
  private final float[] scores;
  private final IntPredicate leftOut;

  /**
   * A ranking.
   *
   * @param scores by ordinal, no NaN
   * @param leftOut items that are not ranked
   */
  public ScoreRanking(float[] scores, IntPredicate leftOut) {
    this.scores = scores;
    this.leftOut = leftOut;
  }

  @Override
  public int rankOf(int item) {
    float score = scores[item];
    int rank = 1;
    for (int other = 0; other < scores.length; other++) {
      boolean before = scores[other] > score || (scores[other] == score && other < item);
      if (before && !leftOut.test(other)) {
        rank++;
      }
    }
    return rank;
  }

  @Override
  public int[] top(int n) {
    int[] top = new int[n];
    int size = 0;
    for (int item = 0; item < scores.length; item++) {
      boolean enters = size < n || scores[item] > scores[top[size - 1]];
      if (enters && !leftOut.test(item)) {
        size = insert(top, size, item);
      }
    }
    return size == n ? top : Arrays.copyOf(top, size);
  }

  /** Keeps the best, in order; an item that ties comes after those before it. */
  private int insert(int[] top, int size, int item) {
    int at = Math.min(size, top.length - 1);
    while (at > 0 && scores[item] > scores[top[at - 1]]) {
      top[at] = top[at - 1];
      at--;
    }
    top[at] = item;
    return Math.min(size + 1, top.length);
  }
}
