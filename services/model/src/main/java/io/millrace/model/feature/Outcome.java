package io.millrace.model.feature;

/** What became of a valid rating. */
public enum Outcome {
  /** The user's first rating of the item. */
  ACCEPTED,
  /** Takes the place of the user's earlier rating of the item. */
  REPLACED,
  /** The same user, item, rating and time again: changes nothing. */
  DUPLICATE,
  /** Older than the user's rating of the item that holds: changes nothing. */
  SUPERSEDED;

  /** Whether features change. */
  public boolean counts() {
    return this == ACCEPTED || this == REPLACED;
  }
}
