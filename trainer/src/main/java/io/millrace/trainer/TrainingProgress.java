package io.millrace.trainer;

import io.millrace.trainer.run.EpochLog;

/** Told how training goes; called often, from the training thread, and must return quickly. */
public interface TrainingProgress {
  /** Tells nobody. */
  TrainingProgress NONE = stage -> {};

  /**
   * Where training is.
   *
   * @param phase e.g. {@code retrieval}, {@code ranking}, {@code judging}
   * @param epoch from 1; 0 where the phase has none
   * @param epochs at most
   * @param fraction of the phase done, 0 to 1
   * @param loss mean of the epoch so far; NaN where there is none
   * @param metric validation NDCG@10 of the last epoch; NaN where there is none
   */
  record Stage(String phase, int epoch, int epochs, double fraction, double loss, double metric) {}

  /**
   * A step of a whole training; how many there are is known before the first.
   *
   * @param number from 1
   * @param of how many there are, unless the training is refused or ends otherwise before
   * @param fit what is fitted or judged: {@code candidate}, {@code refit} or {@code update}; {@code
   *     live} for what serves, judged beside a candidate
   * @param phase that the step begins with
   */
  record Step(int number, int of, String fit, String phase) {}

  /** A step begins; what is told from here on belongs to it. */
  default void begins(Step step) {}

  /** No more steps come: the training has ended, well or not. */
  default void ended() {}

  /** An engine was opened, to compute on this device; told once, before the first step. */
  default void opened(String engine, String device) {}

  /** A step was taken. */
  void update(Stage stage);

  /**
   * An epoch has ended.
   *
   * @throws java.util.concurrent.CancellationException to end the training here, which passes it on
   */
  default void epoch(EpochLog line) {}
}
