package io.millrace.recommend.state;

import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Topics;

/** What follows an item: bytes until first asked for, then a row ready to look up. Thread-safe. */
final class Transitions {
  /** Either {@code byte[]} or {@link TransitionRow}. */
  private volatile Object content;

  Transitions(byte[] bytes) {
    content = bytes;
  }

  TransitionRow row(ItemOrdinals items) {
    if (content instanceof byte[] bytes) {
      TransitionRow row = TransitionRow.of(Topics.ITEM_TRANSITIONS.codec().decode(bytes), items);
      content = row;
      return row;
    }
    return (TransitionRow) content;
  }
}
