package io.millrace.trainer.service;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.run.TrainingRun;

/**
 * When a training is due: the first with enough ratings, while nothing serves another each time
 * there are twice as many, later ones with enough new ratings, or after the interval if there were
 * as many as a candidate can be held against what serves on; and between them, when an update is.
 * Thread-safe. Times are of {@link System#nanoTime}.
 */
final class TrainingSchedule {
  private final TrainerConfig config;
  private boolean attempted;
  private long seen;
  private long updated;
  private long endedAt;

  TrainingSchedule(TrainerConfig config) {
    this.config = config;
  }

  /** A training begins, for whatever reason. */
  synchronized void begin() {
    attempted = true;
  }

  /** Whether any training has begun or is known from before. */
  synchronized boolean attempted() {
    return attempted;
  }

  /** A training has taken its snapshot. */
  synchronized void learned(long arrived) {
    seen = arrived;
    updated = arrived;
  }

  /** An update has taken its snapshot. */
  synchronized void updated(long arrived) {
    updated = arrived;
  }

  /** A training has ended, well or badly. */
  synchronized void end(long now) {
    endedAt = now;
  }

  /**
   * Goes on from a generation of an earlier process.
   *
   * @param arrivedThen training examples that it had learned from, of those read by now
   * @param endedThen when it was published
   */
  synchronized void resume(long arrivedThen, long endedThen) {
    attempted = true;
    seen = arrivedThen;
    updated = arrivedThen;
    endedAt = endedThen;
  }

  /**
   * Whether to train now.
   *
   * @param ratings that hold now
   * @param arrived training examples read so far
   * @param serves whether a generation does: the gate may have refused all so far
   */
  synchronized boolean isDue(long ratings, long arrived, boolean serves, long now) {
    if (!attempted) {
      return config.firstTraining() > 0 && ratings >= config.firstTraining();
    }
    long fresh = arrived - seen;
    boolean enough = config.newEvents() > 0 && fresh >= config.newEvents();
    boolean news = fresh >= (serves ? TrainingRun.LEAST_JUDGED : 1);
    boolean late =
        !config.interval().isZero() && news && now - endedAt >= config.interval().toNanos();
    boolean doubled =
        !serves && config.firstTraining() > 0 && fresh >= Math.max(seen, config.firstTraining());
    return enough || late || doubled;
  }

  /**
   * Whether to update now, where no training is due.
   *
   * @param arrived training examples read so far
   */
  synchronized boolean isUpdateDue(long arrived) {
    return attempted && config.updateEvents() > 0 && arrived - updated >= config.updateEvents();
  }
}
