package io.millrace.trainer.study;

/** Told how a study goes; called often, and must return quickly. */
public interface StudyProgress {
  /**
   * Where it is.
   *
   * @param spent seconds of the budget
   * @param note trial, phase, best so far
   */
  void update(double spent, String note);

  /** A trial has ended. */
  void ended(Trial trial);
}
