package io.millrace.model.feature;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows one item, ready to look up: a successor's share of the row's weight. Immutable,
 * thread-safe.
 */
public final class TransitionRow {
  /** Nothing is known to follow. */
  public static final TransitionRow EMPTY = new TransitionRow(List.of(), 0);

  /**
   * A successor.
   *
   * @param itemId the item that follows
   * @param weight its decayed count
   * @param probability its share of the row's weight
   * @param rank 1 for the heaviest
   */
  public record Entry(String itemId, double weight, double probability, int rank) {}

  private final List<Entry> entries;

  /** By hash of the item id, at its place or the next free one; at most half full. */
  private final @Nullable Entry[] table;

  private final double total;

  private TransitionRow(List<Entry> entries, double total) {
    this.entries = entries;
    this.total = total;
    this.table = new Entry[Integer.highestOneBit(Math.max(1, entries.size())) << 2];
    entries.forEach(e -> table[place(e.itemId())] = e);
  }

  /** Where the item is, or where it would be put. */
  private int place(String itemId) {
    int hash = itemId.hashCode();
    int place = (hash ^ (hash >>> 16)) & (table.length - 1);
    for (Entry e = table[place]; e != null && !e.itemId().equals(itemId); e = table[place]) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }

  /** The row of an item's published transitions; empty for null. */
  public static TransitionRow of(@Nullable ItemTransitions transitions) {
    if (transitions == null || transitions.getSuccessors().isEmpty()) {
      return EMPTY;
    }
    List<Successor> successors = transitions.getSuccessors();
    double total = 0;
    for (Successor s : successors) {
      total += s.getWeight();
    }
    Entry[] entries = new Entry[successors.size()];
    for (int i = 0; i < entries.length; i++) {
      Successor s = successors.get(i);
      double share = total > 0 ? s.getWeight() / total : 0;
      entries[i] = new Entry(s.getItemId(), s.getWeight(), share, i + 1);
    }
    return new TransitionRow(List.of(entries), total);
  }

  /** Successors, heaviest first. */
  public List<Entry> entries() {
    return entries;
  }

  /** The row's whole weight. */
  public double total() {
    return total;
  }

  /** The successor, or null if the item is not known to follow. */
  public @Nullable Entry find(String itemId) {
    return table[place(itemId)];
  }
}
