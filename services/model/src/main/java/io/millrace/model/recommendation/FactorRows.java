package io.millrace.model.recommendation;

import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.rating.RatingFactors;
import java.util.Arrays;

/**
 * The rows of rating factors by the ordinals of a view: each item's id is looked up once.
 * Thread-safe: threads that race look up the same.
 */
final class FactorRows {
  /** Added to a row, of which the least is -1, so that 0 says that nobody has asked yet. */
  private static final int ASKED = 2;

  private final RatingFactors factors;
  private final ItemOrdinals ordinals;
  private volatile int[] rows = new int[1024];

  FactorRows(RatingFactors factors, ItemOrdinals ordinals) {
    this.factors = factors;
    this.ordinals = ordinals;
  }

  /** The factors. */
  RatingFactors factors() {
    return factors;
  }

  /** The item's row; negative if it has none. */
  int of(int ordinal) {
    int[] known = rows;
    if (ordinal >= known.length) {
      known = Arrays.copyOf(known, Math.max(ordinal + 1, 2 * known.length));
      rows = known;
    }
    if (known[ordinal] == 0) {
      known[ordinal] = factors.row(ordinals.id(ordinal)) + ASKED;
    }
    return known[ordinal] - ASKED;
  }
}
