package io.millrace.data.movielens;

import io.millrace.data.MalformedLine;
import java.util.function.Consumer;

/**
 * What becomes of malformed lines.
 *
 * @param skips whether they are skipped; if not, the first fails
 * @param told of each that is skipped
 */
record Tolerance(boolean skips, Consumer<MalformedLine> told) {
  /** Tells nobody. */
  static Tolerance of(boolean skips) {
    return new Tolerance(skips, line -> {});
  }
}
