package io.millrace.model.recommendation;

import java.util.Locale;

/** What becomes of items that the user has rated, or that the session's history names. */
public enum SeenPolicy {
  /** They are left out. */
  EXCLUDE,
  /** They are treated like any other. */
  INCLUDE,
  /** Nothing else is answered. */
  ONLY;

  /** The name in requests: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
