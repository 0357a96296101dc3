package io.millrace.client;

/** What became of a recommended item. */
public enum FeedbackType {
  CLICK,
  DISMISS,
  CONVERSION
}
