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
  public static final TransitionRow EMPTY = new TransitionRow(List.of(), new int[0], 0);

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

  /** Of the entries, in their order. */
  private final int[] ordinals;

  /** Square roots of the entries' probabilities. */
  private final double[] roots;

  /**
   * By hash of the item id, at its place or the next free one: the hash, then the rank; 0 is free.
   * At most half full. Most ids that are not here are told by this array alone.
   */
  private final long[] table;

  private final double total;

  private TransitionRow(List<Entry> entries, int[] ordinals, double total) {
    this.entries = entries;
    this.ordinals = ordinals;
    this.roots = entries.stream().mapToDouble(entry -> Math.sqrt(entry.probability())).toArray();
    this.total = total;
    this.table = new long[Integer.highestOneBit(Math.max(1, entries.size())) << 2];
    entries.forEach(this::put);
  }

  private void put(Entry entry) {
    int hash = entry.itemId().hashCode();
    int place = place(hash);
    while (table[place] != 0) {
      place = next(place);
    }
    table[place] = (long) hash << 32 | entry.rank();
  }

  private int place(int hash) {
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (table.length - 1);
  }

  /**
   * The row of an item's published transitions; empty for null.
   *
   * @param items numbers of the view that the row is for
   */
  public static TransitionRow of(@Nullable ItemTransitions transitions, ItemOrdinals items) {
    if (transitions == null || transitions.getSuccessors().isEmpty()) {
      return EMPTY;
    }
    List<Successor> successors = transitions.getSuccessors();
    double total = 0;
    for (Successor s : successors) {
      total += s.getWeight();
    }
    Entry[] entries = new Entry[successors.size()];
    int[] ordinals = new int[entries.length];
    for (int i = 0; i < entries.length; i++) {
      Successor s = successors.get(i);
      ordinals[i] = items.of(s.getItemId());
      double share = total > 0 ? s.getWeight() / total : 0;
      entries[i] = new Entry(s.getItemId(), s.getWeight(), share, i + 1);
    }
    return new TransitionRow(List.of(entries), ordinals, total);
  }

  /** Successors, heaviest first. */
  public List<Entry> entries() {
    return entries;
  }

  /** How many follow. */
  public int size() {
    return ordinals.length;
  }

  /** The ordinal of the i-th successor. */
  public int ordinal(int i) {
    return ordinals[i];
  }

  /** The square root of the i-th successor's probability. */
  public double root(int i) {
    return roots[i];
  }

  /** The row's whole weight. */
  public double total() {
    return total;
  }

  /** The successor, or null if the item is not known to follow. */
  public @Nullable Entry find(String itemId) {
    int hash = itemId.hashCode();
    for (int place = place(hash); table[place] != 0; place = next(place)) {
      if ((int) (table[place] >>> 32) == hash) {
        Entry entry = entries.get((int) table[place] - 1);
        if (entry.itemId().equals(itemId)) {
          return entry;
        }
      }
    }
    return null;
  }
}
