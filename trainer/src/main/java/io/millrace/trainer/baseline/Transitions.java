package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.Arrays;

/**
 * What followed what, counted: where a user rated item b as the l-th after item a, l at most 3, b
 * counts 1 / l as a successor of a. An item's score is the sum over the last three items of the
 * history, k steps back, of its share in their successors, each over k. No learning, no decay.
 */
public final class Transitions implements Baseline {
  private static final int LAGS = 3;

  private SuccessorCounts[] successors = {};

  @Override
  public void fit(Interactions data) {
    successors = new SuccessorCounts[data.itemIds().size()];
    Arrays.setAll(successors, item -> new SuccessorCounts());
    for (int event = 0; event < data.size(); event++) {
      int place = data.place(event);
      for (int lag = 1; lag <= Math.min(LAGS, place); lag++) {
        int before = data.item(data.eventOf(data.user(event), place - lag));
        successors[before].add(data.item(event), 1f / lag);
      }
    }
  }

  @Override
  public void score(RatedItems history, float[] scores) {
    Arrays.fill(scores, 0);
    for (int k = 1; k <= Math.min(LAGS, history.size()); k++) {
      SuccessorCounts after = successors[history.back(k - 1)];
      if (after.total() > 0) {
        after.addTo(scores, (float) (1 / (k * after.total())));
      }
    }
  }

  @Override
  public void observe(RatedItems before, int item) {
    for (int lag = 1; lag <= Math.min(LAGS, before.size()); lag++) {
      successors[before.back(lag - 1)].add(item, 1f / lag);
    }
  }
}
