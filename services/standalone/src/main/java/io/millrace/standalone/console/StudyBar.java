package io.millrace.standalone.console;

import io.millrace.trainer.study.StudyProgress;
import io.millrace.trainer.study.Trial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A study as bars over what is left of its budget, and a line for each trial. Thread-safe. */
public final class StudyBar implements StudyProgress, AutoCloseable {
  private final Console console;
  private final double budget;
  private double from;
  private @Nullable Bar bar;

  /**
   * A bar that appears with the first step.
   *
   * @param budgetSeconds its end
   */
  public StudyBar(Console console, double budgetSeconds) {
    this.console = console;
    this.budget = budgetSeconds;
  }

  @Override
  public synchronized void update(double spent, String note) {
    if (bar == null) {
      from = spent;
      bar = console.bar("tune, seconds left", Math.round(budget - from));
    }
    bar.to(Math.min(Math.round(budget - from), Math.round(spent - from)), note);
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
