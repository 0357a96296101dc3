package io.millrace.trainer.tracking;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;

/** Writes each epoch to a run's log before it is told on. As thread-safe as who is told. */
public final class RecordedProgress implements TrainingProgress {
  private final TrainingProgress progress;
  private final RunRecord record;

  /**
   * Tells and writes.
   *
   * @param progress told of everything
   */
  public RecordedProgress(TrainingProgress progress, RunRecord record) {
    this.progress = progress;
    this.record = record;
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
    record.epoch(line);
    progress.epoch(line);
  }
}
