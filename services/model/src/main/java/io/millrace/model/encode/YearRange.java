package io.millrace.model.encode;

import org.jspecify.annotations.Nullable;

/**
 * The years of release in the catalogue.
 *
 * @param first oldest
 * @param last newest, at least {@code first}
 */
record YearRange(int first, int last) {
  YearRange {
    if (last < first) {
      throw new IllegalArgumentException(
          "last: must be at least first (" + first + "), was " + last);
    }
  }

  /** The year in [-1, 1] over the range, a little beyond it for years outside; 0 for unknown. */
  float place(@Nullable Integer year) {
    return year == null ? 0f : place(year.doubleValue());
  }

  /** The same, of a year that is known. */
  float place(double year) {
    return Scaling.clamp(2.0 * (year - first) / Math.max(1, last - first) - 1, -1.5, 1.5);
  }
}
