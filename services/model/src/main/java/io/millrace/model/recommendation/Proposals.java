package io.millrace.model.recommendation;

import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.retrieval.ScoreOrder;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.schemas.Item;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items that one query has to do with, a row each in order of first sight: what the sources say
 * of them, and whether they may be in the answer. In columns, behind an open-addressing table of
 * ordinals, since a query looks a thousand followers up. Used again from query to query, so that it
 * leaves nothing behind; for one thread.
 */
final class Proposals {
  /** As in the paper: the less of it, the more the first places of each source weigh. */
  private static final int FUSION_OFFSET = 60;

  private static final byte NOT_JUDGED = 0;
  private static final byte REFUSED = 1;
  private static final byte PASSED = 2;

  private final FeatureView view;
  private final ItemOrdinals ordinals;

  /** A row and one, 0 where it is free; at most half full. */
  private int[] table = new int[2048];

  private int[] items = new int[table.length / 2];
  private double[] following = new double[items.length];
  private double[] fused = new double[items.length];
  private int[] index = new int[items.length];
  private int[] transitions = new int[items.length];
  private int[] popularity = new int[items.length];
  private int[] fresh = new int[items.length];
  private byte[] verdicts = new byte[items.length];

  /** Catalogue entries of those judged. */
  private @Nullable Item[] entries = new Item[items.length];

  private long[] keys = new long[items.length];
  private int size;

  Proposals(FeatureView view) {
    this.view = view;
    this.ordinals = view.ordinals();
  }

  /** Forgets all items. */
  void clear() {
    Arrays.fill(table, 0);
    Arrays.fill(entries, 0, size, null);
    size = 0;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** The item's row, made now if there is none. */
  int row(int ordinal) {
    int place = place(ordinal);
    return table[place] == 0 ? add(place, ordinal) : table[place] - 1;
  }

  /**
   * Whether the item may be in the answer. An item without a row gets one if it may: of a whole
   * catalogue that is asked about few may.
   */
  boolean admits(int ordinal, Eligibility eligibility) {
    int place = place(ordinal);
    if (table[place] != 0) {
      return passes(table[place] - 1, eligibility);
    }
    Item item = view.item(ordinal);
    boolean passes = eligibility.test(ordinal, item);
    if (passes) {
      judge(add(place, ordinal), item, true);
    }
    return passes;
  }

  /** Whether a row's item may be in the answer; it is asked once. */
  boolean passes(int row, Eligibility eligibility) {
    if (verdicts[row] == NOT_JUDGED) {
      Item item = view.item(items[row]);
      judge(row, item, eligibility.test(items[row], item));
    }
    return verdicts[row] == PASSED;
  }

  private void judge(int row, @Nullable Item item, boolean passes) {
    entries[row] = item;
    verdicts[row] = passes ? PASSED : REFUSED;
  }

  /** The catalogue entry of a row's item, as it was when it was judged; null where it has none. */
  @Nullable Item item(int row) {
    return verdicts[row] == NOT_JUDGED ? view.item(items[row]) : entries[row];
  }

  private int place(int ordinal) {
    int mask = table.length - 1;
    int place = ((ordinal * 0x9E3779B9) >>> 8) & mask;
    while (table[place] != 0 && items[table[place] - 1] != ordinal) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int add(int place, int ordinal) {
    if (size == items.length) {
      grow();
      return add(place(ordinal), ordinal);
    }
    int row = size++;
    table[place] = row + 1;
    items[row] = ordinal;
    following[row] = 0;
    fused[row] = 0;
    verdicts[row] = NOT_JUDGED;
    index[row] = 0;
    transitions[row] = 0;
    popularity[row] = 0;
    fresh[row] = 0;
    return row;
  }

  private void grow() {
    int length = 2 * items.length;
    items = Arrays.copyOf(items, length);
    following = Arrays.copyOf(following, length);
    fused = Arrays.copyOf(fused, length);
    index = Arrays.copyOf(index, length);
    transitions = Arrays.copyOf(transitions, length);
    popularity = Arrays.copyOf(popularity, length);
    fresh = Arrays.copyOf(fresh, length);
    verdicts = Arrays.copyOf(verdicts, length);
    entries = Arrays.copyOf(entries, length);
    keys = new long[length];
    table = new int[2 * length];
    for (int row = 0; row < size; row++) {
      table[place(items[row])] = row + 1;
    }
  }

  /** The ordinal of a row's item. */
  int ordinal(int row) {
    return items[row];
  }

  /** The id of a row's item. */
  String itemId(int row) {
    return ordinals.id(items[row]);
  }

  /** A row's item follows one more of the last items. */
  void follows(int row, double weight) {
    following[row] += weight;
  }

  /** Score as a follower of the last items, 0 to 1. */
  double following(int row) {
    return following[row];
  }

  /**
   * A row's item is proposed by a source, by each at most once, in the order of the sources.
   *
   * @param rank its place there, from 1
   */
  void propose(int row, SourceKind source, int rank) {
    int[] places =
        switch (source) {
          case INDEX -> index;
          case TRANSITIONS -> transitions;
          case POPULARITY -> popularity;
          case FRESH -> fresh;
        };
    places[row] = rank;
    fused[row] += 1.0 / (FUSION_OFFSET + rank);
  }

  /**
   * Reciprocal rank fusion: the sum of 1 / (60 + rank) over the sources (Cormack, Clarke and
   * Buettcher 2009); 0 where none proposes the item.
   */
  double fused(int row) {
    return fused[row];
  }

  /** The places of a row's item. */
  SourceRanks ranks(int row) {
    return fused[row] == 0
        ? SourceRanks.NONE
        : new SourceRanks(index[row], transitions[row], popularity[row], fresh[row]);
  }

  /** The rows that some source proposes, best first by {@link #fused}, ties by item id. */
  int[] bestFirst() {
    return ordered(fused);
  }

  /** The rows that follow some item, heaviest first, ties by item id. */
  int[] heaviestFirst() {
    return ordered(following);
  }

  /** The rows of which a number is not 0, the greatest first, ties by item id. */
  private int[] ordered(double[] numbers) {
    int n = 0;
    for (int row = 0; row < size; row++) {
      if (numbers[row] > 0) {
        keys[n++] = ScoreOrder.key((float) numbers[row], row);
      }
    }
    Arrays.sort(keys, 0, n);
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      insert((int) keys[i], numbers, rows, i);
    }
    return rows;
  }

  /** Floats have put the rows in order, but for those that they take for equal. */
  private void insert(int row, double[] numbers, int[] rows, int end) {
    int at = end;
    while (at > 0 && isBefore(row, rows[at - 1], numbers)) {
      rows[at] = rows[at - 1];
      at--;
    }
    rows[at] = row;
  }

  private boolean isBefore(int row, int other, double[] numbers) {
    int greatestFirst = Double.compare(numbers[other], numbers[row]);
    return greatestFirst < 0 || (greatestFirst == 0 && itemId(row).compareTo(itemId(other)) < 0);
  }
}
