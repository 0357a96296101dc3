package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import java.util.Optional;

/** A recommender that can go on while events happen. For one thread. */
public interface RollingContender extends Contender {
  @Override
  default Optional<RollingContender> asRolling() {
    return Optional.of(this);
  }

  /**
   * Goes on, in seconds, from what is fitted, with what has come since. Does nothing where counting
   * the events is all the learning there is.
   *
   * @param known all events so far; ordinals are those of the log
   */
  default void update(Interactions known) {}

  /** A forecaster that takes every event in, and uses what is fitted anew meanwhile. */
  Forecaster rolling(Interactions log);
}
