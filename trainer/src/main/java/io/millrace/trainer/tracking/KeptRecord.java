package io.millrace.trainer.tracking;

import io.millrace.trainer.run.EpochLog;
import java.util.function.Consumer;

/**
 * Writes a run for as long as that can be done: the first fault is told, and nothing more of the
 * run is written. For one thread at a time.
 */
public final class KeptRecord implements RunRecord {
  private final RunRecord directory;
  private final Consumer<RunDirectoryFault> told;
  private boolean broken;

  /**
   * A record.
   *
   * @param told of the fault, at most once
   */
  public KeptRecord(RunRecord directory, Consumer<RunDirectoryFault> told) {
    this.directory = directory;
    this.told = told;
  }

  @Override
  public void epoch(EpochLog line) {
    write(() -> directory.epoch(line));
  }

  @Override
  public void finish(RunReport run) {
    write(() -> directory.finish(run));
  }

  private void write(Runnable writing) {
    if (broken) {
      return;
    }
    try {
      writing.run();
    } catch (RunDirectoryFault e) {
      broken = true;
      told.accept(e);
    }
  }
}
