package io.millrace.trainer.run;

import io.millrace.trainer.TrainingProgress;

/**
 * The course of one training: counts its steps against how many there will be, and passes on what
 * is told within them. For one thread.
 */
final class Course implements TrainingProgress, AutoCloseable {
  private final TrainingProgress progress;
  private int planned;
  private int begun;

  /**
   * A course before its first step.
   *
   * @param progress told of everything
   */
  Course(TrainingProgress progress) {
    this.progress = progress;
  }

  /** Says beforehand how many steps there will be. */
  void plan(int steps) {
    planned = steps;
  }

  /** Begins the next step. */
  void begin(String fit, String phase) {
    begun++;
    progress.begins(new Step(begun, Math.max(planned, begun), fit, phase));
  }

  @Override
  public void update(Stage stage) {
    progress.update(stage);
  }

  @Override
  public void epoch(EpochLog line) {
    progress.epoch(line);
  }

  @Override
  public void close() {
    progress.ended();
  }
}
