package io.millrace.model.encode;

/**
 * A count on a log scale: {@code log(1 + x) / log(1 + full)}, within [0, 1.5]; 0 for anything not
 * positive. Immutable.
 */
final class LogScale {
  private final double whole;

  /**
   * A scale.
   *
   * @param full what becomes 1
   */
  LogScale(double full) {
    this.whole = Math.log(1 + full);
  }

  float of(double x) {
    // Not log1p: it is many times slower, and x is a count, never tiny.
    return x > 0 ? (float) Math.min(1.5, Math.log(1 + x) / whole) : 0f;
  }
}
