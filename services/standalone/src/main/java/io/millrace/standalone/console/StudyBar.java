package io.millrace.standalone.console;

import io.millrace.trainer.study.StudyProgress;
import io.millrace.trainer.study.Trial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A study as a bar over its budget in seconds, and a line for each trial. Thread-safe. */
public final class StudyBar implements StudyProgress, AutoCloseable {
  private final Console console;
  private final long budget;
  private @Nullable Bar bar;

  /**
   * A bar that appears with the first step.
   *
   * @param budgetSeconds its whole length
   */
  public StudyBar(Console console, double budgetSeconds) {
    this.console = console;
    this.budget = Math.max(1, Math.round(budgetSeconds));
  }

  @Override
  public synchronized void update(double spent, String note) {
    if (bar == null) {
      bar = console.bar("tune, s", budget);
    }
    bar.to(Math.min(budget, Math.round(spent)), note);
  }

  @Override
  public synchronized void ended(Trial trial) {
    close();
    Double ndcg = trial.ndcg();
    console.say(
        "trial %d %s in %.0f s%s: %s",
        trial.number(),
        trial.end().name().toLowerCase(Locale.ROOT),
        trial.seconds(),
        ndcg == null ? "" : String.format(Locale.ROOT, ", ndcg@10 %.4f", ndcg),
        trial.settings());
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
