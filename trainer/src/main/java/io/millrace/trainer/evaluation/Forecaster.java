package io.millrace.trainer.evaluation;

import io.millrace.trainer.dataset.RatedItems;

/**
 * Ranks all items for users while events happen. Events are those of one {@link
 * io.millrace.trainer.dataset.Interactions}. For one thread.
 */
public interface Forecaster {
  /**
   * What the user will rate next, by everything accepted so far.
   *
   * @param history the user's; empty where a list is made for whoever has rated nothing
   * @param now event time of the question, milliseconds since the epoch
   * @return valid until the next call
   */
  Ranking rank(RatedItems history, long now);

  /**
   * An event happens.
   *
   * @param before the user's history without it
   * @param event its number
   */
  void accept(RatedItems before, int event);
}
