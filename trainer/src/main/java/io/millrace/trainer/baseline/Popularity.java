package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;

/** How often an item was rated so far; the same for everyone. */
public final class Popularity implements Baseline {
  private float[] counts = {};

  @Override
  public void fit(Interactions data) {
    counts = new float[data.itemIds().size()];
    for (int event = 0; event < data.size(); event++) {
      counts[data.item(event)]++;
    }
  }

  @Override
  public void score(RatedItems history, float[] scores) {
    System.arraycopy(counts, 0, scores, 0, scores.length);
  }

  @Override
  public void observe(RatedItems before, int item) {
    counts[item]++;
  }
}
