package io.millrace.trainer.tracking;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;

/** Tells everything on, for those who want to know some of it. As thread-safe as who is told. */
public abstract class ForwardingProgress implements TrainingProgress {
  private final TrainingProgress progress;

  /**
   * Tells on.
   *
   * @param progress told of everything
   */
  protected ForwardingProgress(TrainingProgress progress) {
    this.progress = progress;
  }

  @Override
  public void opened(String engine, String device) {
    progress.opened(engine, device);
  }

  @Override
  public void begins(Step step) {
    progress.begins(step);
  }

  @Override
  public void ended() {
    progress.ended();
  }

  @Override
  public void update(Stage stage) {
    progress.update(stage);
  }

  @Override
  public void epoch(EpochLog line) {
    progress.epoch(line);
  }
}
