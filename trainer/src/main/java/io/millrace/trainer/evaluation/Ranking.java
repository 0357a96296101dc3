package io.millrace.trainer.evaluation;

import org.jspecify.annotations.Nullable;

/** All items that a user has not rated, best first. */
public interface Ranking {
  /** The place of an item that the user has not rated, 1 is best. */
  int rankOf(int item);

  /** The first n ordinals, or all there are. */
  int[] top(int n);

  /** How likely each of these is what the user rates next; null where that is not said. */
  default double @Nullable [] probabilities(int n) {
    return null;
  }
}
