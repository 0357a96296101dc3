package io.millrace.trainer.learner;

/** How the user tower takes in what the user did. */
public enum UserHistory {
  /** The weighted mean of the last items' rows. */
  POOLED,
  /** A recurrent network over the ordered events, trained on all positions at once. */
  SEQUENCE
}
