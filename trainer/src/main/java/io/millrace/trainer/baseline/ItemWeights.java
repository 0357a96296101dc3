package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.RatedItems;
import java.util.Arrays;

/**
 * Scores by a matrix between items: the sum of the rows of the last items of a history, each
 * weighing the same.
 */
final class ItemWeights {
  static final ItemWeights NONE = new ItemWeights(new float[0][]);

  private final float[][] rows;

  /**
   * By a matrix.
   *
   * @param rows [items, items], row: an item of the history, column: the item scored
   */
  ItemWeights(float[][] rows) {
    this.rows = rows;
  }

  void score(RatedItems history, int last, float[] scores) {
    Arrays.fill(scores, 0);
    int length = Math.min(last, history.size());
    for (int k = 0; k < length; k++) {
      add(rows[history.back(k)], scores);
    }
  }

  private static void add(float[] row, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] += row[i];
    }
  }
}
