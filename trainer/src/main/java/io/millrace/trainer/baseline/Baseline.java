package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;

/**
 * A recommender that learns from who rated what in which order, and scores all items for a user's
 * history. Items are ordinals of the interactions it was fitted on.
 *
 * <p>{@link #score} may be called by several threads as long as nobody calls the others.
 */
public interface Baseline {
  /** Learns from all of these; forgets what it knew. */
  void fit(Interactions data);

  /**
   * Scores all items for a user, higher is better.
   *
   * @param history not empty
   * @param scores one for each item, overwritten
   */
  void score(RatedItems history, float[] scores);

  /**
   * A user rates an item. What is counted goes on counting; what is solved for stands still until
   * the next {@link #fit}.
   *
   * @param before the user's history before it
   */
  default void observe(RatedItems before, int item) {}
}
