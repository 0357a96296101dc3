package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.Interactions;
import org.jspecify.annotations.Nullable;

/**
 * How many of the newest ratings a fit goes over. From random weights all that it may; weights that
 * are trained go over what they have not seen, and over some times as many in all so that nothing
 * older is forgotten (experience replay; Rolnick et al. 2019). Were it everything each time, the
 * towers would meet old ratings once more with every retraining, until they know them by heart.
 *
 * @param examples at most
 */
record Reach(int examples) {
  /** Fewer give the ranker no steps worth taking. */
  private static final int LEAST = 2000;

  /**
   * Of a fit of the ratings before {@code end}.
   *
   * @param warm whose weights it begins with; null for random ones
   */
  static Reach of(TrainerConfig config, Interactions data, int end, @Nullable Bundle warm) {
    if (warm == null) {
      return new Reach(Integer.MAX_VALUE);
    }
    int fresh = end - WarmStart.firstAfter(data, end, warm);
    return new Reach(Math.clamp((long) config.warmReplay() * fresh, LEAST, Integer.MAX_VALUE));
  }

  /** The first rating of a fit of those before {@code end}. */
  int first(int end) {
    return Math.max(0, end - examples);
  }
}
