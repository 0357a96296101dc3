package io.millrace.trainer.study;

import io.millrace.runtime.UserFault;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a study is done.
 *
 * @param study what is searched
 * @param seed of what is proposed
 * @param budget wall-clock of all trials together, those of earlier calls too
 * @param mostTrials no more trials than these, those of earlier calls too
 * @param directory where state, trials and best settings go
 */
public record StudyOptions(
    Study study, long seed, Duration budget, int mostTrials, Path directory) {
  public StudyOptions {
    if (budget.isNegative() || budget.isZero()) {
      throw new UserFault("--budget: must be above 0 minutes, was " + budget.toMillis() / 60_000.0);
    }
    if (mostTrials < 1) {
      throw new UserFault("--trials: must be at least 1, was " + mostTrials);
    }
  }

  /** {@link #budget} in seconds. */
  public double budgetSeconds() {
    return budget.toMillis() / 1000.0;
  }
}
