package io.millrace.model.reranking;

import io.millrace.schemas.Item;
import org.jspecify.annotations.Nullable;

/**
 * An item that may come into a list.
 *
 * @param item its catalogue entry
 * @param score after boosts, higher is better
 * @param vector its unit vector, not to be changed; null where it has none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Contender(Item item, double score, float @Nullable [] vector) {
  /** Its id. */
  public String itemId() {
    return item.getItemId();
  }
}
