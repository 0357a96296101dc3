package io.millrace.trainer.protocol;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import java.util.function.Supplier;

/**
 * A recommender under judgement. For one thread; the frozen forecasters are for one thread each.
 */
interface Contender {
  /**
   * Learns from all of these, perhaps beginning with what it learned before.
   *
   * @param training ordinals are those of the log
   */
  void fit(Interactions training);

  /**
   * Goes on, in seconds, from what is fitted, with what has come since. Does nothing where counting
   * the events is all the learning there is.
   *
   * @param known all events so far; ordinals are those of the log
   */
  default void update(Interactions known) {}

  /** Forecasters for which all but histories stands still as of the last fit. */
  Supplier<Forecaster> frozen(Interactions log);

  /** A forecaster that takes every event in, and uses what is fitted anew meanwhile. */
  Forecaster rolling(Interactions log);
}
