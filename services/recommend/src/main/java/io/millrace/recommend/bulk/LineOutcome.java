package io.millrace.recommend.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What became of a line that was written.
 *
 * @param applied whether the live state has it, as far as was waited for
 * @param rejection why the stream refused it, or null
 */
public record LineOutcome(boolean applied, @Nullable String rejection) {
  /** Written, and nobody waited for more. */
  public static final LineOutcome WRITTEN = new LineOutcome(false, null);
}
