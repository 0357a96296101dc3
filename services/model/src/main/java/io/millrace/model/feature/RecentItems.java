package io.millrace.model.feature;

import io.millrace.schemas.RatedItem;
import java.util.ArrayList;
import java.util.List;

/**
 * The feature "the last items rated": oldest first by event time, ties in order of arrival, each
 * item once. Immutable.
 */
public final class RecentItems {
  private final int capacity;
  private final int lags;

  /**
   * A history.
   *
   * @param capacity how many items are kept, at least 1
   * @param lags how many predecessors a new rating has at most, at least 1
   */
  public RecentItems(int capacity, int lags) {
    this.capacity = capacity;
    this.lags = lags;
  }

  /** With a rating at its place in time; an earlier rating of the same item goes. */
  public List<RatedItem> add(List<RatedItem> before, RatedItem rated) {
    List<RatedItem> after = new ArrayList<>(before.size() + 1);
    boolean placed = false;
    for (RatedItem kept : before) {
      if (!placed && kept.getTimestamp() > rated.getTimestamp()) {
        after.add(rated);
        placed = true;
      }
      if (!kept.getItemId().equals(rated.getItemId())) {
        after.add(kept);
      }
    }
    if (!placed) {
      after.add(rated);
    }
    if (after.size() > capacity) {
      after.removeFirst();
    }
    return after;
  }

  /** The items rated last before a moment, newest first, at most {@code lags}, without the item. */
  public List<String> predecessors(List<RatedItem> recent, String itemId, long eventTime) {
    List<String> found = new ArrayList<>(lags);
    for (int i = recent.size() - 1; i >= 0 && found.size() < lags; i--) {
      RatedItem candidate = recent.get(i);
      if (candidate.getTimestamp() <= eventTime && !candidate.getItemId().equals(itemId)) {
        found.add(candidate.getItemId());
      }
    }
    return found;
  }
}
