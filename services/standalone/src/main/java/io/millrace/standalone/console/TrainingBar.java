package io.millrace.standalone.console;

import io.millrace.trainer.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Training as bars, one for each phase, with epoch, loss and validation, and where in the whole
 * training it is, as far as that is known. Thread-safe.
 */
public final class TrainingBar implements TrainingProgress, AutoCloseable {
  private static final int STEPS = 1000;

  private final Console console;
  private String step = "";
  private String shown = "";
  private @Nullable Bar bar;

  /** Nothing is shown until training begins. */
  public TrainingBar(Console console) {
    this.console = console;
  }

  @Override
  public void opened(String engine, String device) {
    console.say("training with %s on %s", engine, device);
  }

  @Override
  public synchronized void begins(Step next) {
    step = "step %d of %d (%s), ".formatted(next.number(), next.of(), next.fit());
    Bar _ = show(next.phase());
  }

  @Override
  public synchronized void ended() {
    close();
    step = "";
  }

  @Override
  public synchronized void update(Stage stage) {
    Bar showing = bar;
    if (showing == null || !stage.phase().equals(shown)) {
      showing = show(stage.phase());
    }
    showing.to(Math.round(Math.clamp(stage.fraction(), 0, 1) * STEPS), note(stage));
  }

  private Bar show(String phase) {
    close();
    shown = phase;
    Bar next = console.bar(step + phase, STEPS, Bar.Scale.SHARE);
    bar = next;
    return next;
  }

  private static String note(Stage stage) {
    List<String> parts = new ArrayList<>();
    if (stage.epoch() > 0) {
      parts.add("epoch %d of %d".formatted(stage.epoch(), stage.epochs()));
    }
    if (!Double.isNaN(stage.loss())) {
      parts.add(String.format(Locale.ROOT, "loss %.4f", stage.loss()));
    }
    if (!Double.isNaN(stage.metric())) {
      parts.add(String.format(Locale.ROOT, "ndcg@10 %.4f", stage.metric()));
    }
    return String.join(", ", parts);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
