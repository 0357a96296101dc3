package io.millrace.trainer.protocol;

import io.millrace.trainer.dataset.Interactions;

/** Predicts ratings, under judgement. For one thread, but for what {@link #reader} gives. */
interface Rater {
  /** Learns from all of these. */
  void fit(Interactions training);

  /** What was learned, for one thread. */
  Reader reader(Interactions log);

  /** Predicts stars, not held to their range. */
  interface Reader {
    /** What the user gives each of these items. */
    double[] stars(int user, int[] items);
  }
}
