package io.millrace.trainer.tracking;

import java.util.Locale;

/** What became of a run. */
public enum Verdict {
  /** The gate let the model pass. */
  PASSED,
  /** The gate refused it. */
  REFUSED,
  /** A trial of a study, or part of an evaluation: judged, but not meant to serve. */
  TRIED,
  /** Under way, or broken off. */
  UNFINISHED;

  /** As in files and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a label; unfinished where there is none such. */
  static Verdict of(String label) {
    for (Verdict verdict : values()) {
      if (verdict.label().equals(label)) {
        return verdict;
      }
    }
    return UNFINISHED;
  }
}
