package io.millrace.model.reranking;

import io.millrace.model.filter.ItemField;

/**
 * Bounds how many items of a list share a value of a field. An item with several values counts for
 * each; one without any is not bounded.
 *
 * @param field whose values
 * @param most items with the same value, at least 1
 */
public record Cap(ItemField field, int most) {
  public Cap {
    if (most < 1) {
      throw new IllegalArgumentException("%s: must be at least 1, was %d".formatted(field, most));
    }
  }
}
