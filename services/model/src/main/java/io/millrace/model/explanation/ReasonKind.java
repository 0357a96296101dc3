package io.millrace.model.explanation;

import java.util.Locale;

/** What a reason goes by. */
public enum ReasonKind {
  /** The nearest of the items that the user liked. */
  LIKED,
  /** What users rate after an item that the user rated lately. */
  FOLLOWS,
  /** The user's liking of a genre. */
  GENRE,
  /** What the user is expected to rate it. */
  FORECAST,
  /** That it is new. */
  FRESH,
  /** That it is among the most popular of all. */
  POPULAR,
  /** That it is near to all that the user rated lately; given where there is nothing better. */
  TASTE,
  /** The same of what the user told of themselves, before the first rating. */
  PROFILE;

  /** The name in answers: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
