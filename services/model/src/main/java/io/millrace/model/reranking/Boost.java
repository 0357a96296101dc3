package io.millrace.model.reranking;

import io.millrace.model.filter.Filter;

/**
 * Moves the items that a filter lets pass: their score becomes {@code score * factor + addend}.
 *
 * @param filter which items
 * @param factor 0 to {@value #MOST_FACTOR}; 1 leaves the score
 * @param addend -1 to 1; 0 leaves the score
 */
public record Boost(Filter filter, double factor, double addend) {
  /** The largest factor. */
  public static final double MOST_FACTOR = 10;

  public Boost {
    if (!(factor >= 0 && factor <= MOST_FACTOR)) {
      throw new IllegalArgumentException(
          "multiply: must be between 0 and %s, was %s".formatted(MOST_FACTOR, factor));
    }
    if (!(addend >= -1 && addend <= 1)) {
      throw new IllegalArgumentException("add: must be between -1 and 1, was " + addend);
    }
  }
}
