package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;

/**
 * Item neighbours by cosine (Sarwar et al. 2001): the similarity of two items is the number of
 * users who rated both over the root of the product of those who rated each; all items are
 * neighbours, an item is none of its own. A score is the sum of the similarities to the last items
 * of the history.
 */
public final class ItemKnn implements Baseline {
  /** The counts become the similarities. */
  private static final PairMatrix NEEDED = new PairMatrix("itemknn", 40_000, 4);

  private final int last;
  private ItemWeights similarities = ItemWeights.NONE;

  /**
   * Not fitted yet.
   *
   * @param last items of the history that count, at least 1
   */
  public ItemKnn(int last) {
    this.last = last;
  }

  @Override
  public void fit(Interactions data) {
    CoRatings both = new CoRatings(data, NEEDED);
    float[] rootOfCount = new float[both.items()];
    for (int item = 0; item < both.items(); item++) {
      rootOfCount[item] = (float) Math.sqrt(Math.max(1, both.of(item)));
    }
    float[][] rows = new float[both.items()][];
    for (int item = 0; item < rows.length; item++) {
      rows[item] = both.row(item);
      rows[item][item] = 0;
      for (int other = 0; other < rows.length; other++) {
        rows[item][other] /= rootOfCount[item] * rootOfCount[other];
      }
    }
    similarities = new ItemWeights(rows);
  }

  @Override
  public void score(RatedItems history, float[] scores) {
    similarities.score(history, last, scores);
  }
}
