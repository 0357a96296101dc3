package io.millrace.trainer.tracking;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;

/** Writes each epoch to a run's log before it is told on. As thread-safe as who is told. */
public final class RecordedProgress extends ForwardingProgress {
  private final RunRecord record;

  /**
   * Tells and writes.
   *
   * @param progress told of everything
   */
  public RecordedProgress(TrainingProgress progress, RunRecord record) {
    super(progress);
    this.record = record;
  }

  @Override
  public void epoch(EpochLog line) {
    record.epoch(line);
    super.epoch(line);
  }
}
