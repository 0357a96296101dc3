package io.millrace.standalone.console;

import io.millrace.trainer.TrainingProgress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Training as bars, one for each phase and epoch, with the loss. Thread-safe. */
public final class TrainingBar implements TrainingProgress, AutoCloseable {
  private static final int STEPS = 1000;

  private final Console console;
  private String shown = "";
  private @Nullable Bar bar;

  /** Nothing is shown until training begins. */
  public TrainingBar(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void update(Stage stage) {
    String task =
        stage.epoch() == 0
            ? stage.phase()
            : "%s, epoch %d of %d".formatted(stage.phase(), stage.epoch(), stage.epochs());
    if (bar == null || !task.equals(shown)) {
      close();
      shown = task;
      bar = console.bar(task, STEPS);
    }
    bar.to(Math.round(Math.clamp(stage.fraction(), 0, 1) * STEPS), note(stage));
  }

  private static String note(Stage stage) {
    String loss =
        Double.isNaN(stage.loss()) ? "" : String.format(Locale.ROOT, "loss %.4f", stage.loss());
    String metric =
        Double.isNaN(stage.metric())
            ? ""
            : String.format(Locale.ROOT, "ndcg@10 %.4f", stage.metric());
    return loss.isEmpty() || metric.isEmpty() ? loss + metric : loss + ", " + metric;
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
