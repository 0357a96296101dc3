package io.millrace.recommend.state;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Topics;

/** What follows an item: bytes until first asked for, then the record. Thread-safe. */
final class Transitions {
  /** Either {@code byte[]} or {@link ItemTransitions}. */
  private volatile Object content;

  Transitions(byte[] bytes) {
    content = bytes;
  }

  ItemTransitions decoded() {
    if (content instanceof byte[] bytes) {
      ItemTransitions row = Topics.ITEM_TRANSITIONS.codec().decode(bytes);
      content = row;
      return row;
    }
    return (ItemTransitions) content;
  }
}
