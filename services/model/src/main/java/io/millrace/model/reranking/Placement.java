package io.millrace.model.reranking;

import java.util.Locale;

/** Why an item is where it is in a list. */
public enum Placement {
  /** By its score, and by what the list needed there. */
  RANKED,
  /** The caller wanted it there. */
  PINNED,
  /** To learn how it is liked. */
  EXPLORED;

  /** The name in answers: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
