package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.dataset.Interactions;

/** Predicts ratings, under judgement. For one thread, but for what {@link #reader} gives. */
public interface Rater {
  /**
   * Learns from all of these, and of nothing else.
   *
   * @param training ordinals are those of the log
   * @throws io.millrace.runtime.UserFault if they are too few to learn from
   */
  void fit(Interactions training);

  /** What the last fit came to, for one thread; several may read at once. */
  Reader reader(Interactions log);

  /** Predicts stars, not held to their range. */
  interface Reader {
    /**
     * What the user gives each of these items.
     *
     * @param user ordinal in the log
     * @param items ordinals in the log: [n]
     * @return stars: [n]
     */
    double[] stars(int user, int[] items);
  }
}
