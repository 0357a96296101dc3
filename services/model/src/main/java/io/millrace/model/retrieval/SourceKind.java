package io.millrace.model.retrieval;

/** Where a candidate comes from. */
public enum SourceKind {
  /** Nearest items to the user's vector, by the index. */
  INDEX,
  /** What follows the user's last items. */
  TRANSITIONS,
  /** What is popular now. */
  POPULARITY,
  /** What is new: unrated, or first rated lately and by few. */
  FRESH;

  /** The name in answers: lower case. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
