package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;

/**
 * Predicts how many stars a user gives an item. {@link #stars} may be called by several threads.
 */
public interface RatingBaseline {
  /** Learns from all of these; forgets what it knew. */
  void fit(Interactions data);

  /** Stars, not held to their range. */
  double stars(int user, int item);
}
