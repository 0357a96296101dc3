package io.millrace.model.retrieval;

import io.millrace.model.encode.RecentItem;
import java.util.List;

/** The part of the user tower's input that comes from the last items. Immutable, thread-safe. */
sealed interface History permits PooledItems, EventSequence {
  /** Most items that are taken in. */
  int length();

  /**
   * Encodes a history.
   *
   * @param recent newest first
   * @param x takes as many floats as an item's row has, from {@code at}
   */
  void encode(List<RecentItem> recent, float[] x, int at);
}
