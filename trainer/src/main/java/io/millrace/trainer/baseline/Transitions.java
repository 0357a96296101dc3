package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserHistory;
import java.util.Arrays;

/**
 * What followed what, counted: item b is counted as a successor of item a at lag l where a user
 * rated b as the l-th item after a, for lags 1 to 3.
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
        successors[before].add(data.item(event), 1);
      }
    }
  }

  @Override
  public void score(UserHistory history, float[] scores) {
    Arrays.fill(scores, 0);
    for (int k = 0; k < Math.min(LAGS, history.size()); k++) {
      successors[history.back(k)].addTo(scores, 1);
    }
  }

  @Override
  public void observe(UserHistory before, int item) {
    for (int lag = 1; lag <= Math.min(LAGS, before.size()); lag++) {
      successors[before.back(lag - 1)].add(item, 1);
    }
  }
}
