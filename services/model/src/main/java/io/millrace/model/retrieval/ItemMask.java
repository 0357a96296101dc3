package io.millrace.model.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A set of an index's items as one bit per ordinal, so that a search asks a bit and not the
 * catalogue. Ordinals appended since the mask was made have not been judged and count as within:
 * who searches judges those itself.
 *
 * <p>Thread-safe: any thread reads while one at a time calls {@link #set}.
 */
public final class ItemMask {
  /** Unjudged ordinals that are borne before a mask is stale, besides a twentieth of all. */
  private static final int MOST_UNJUDGED = 1000;

  private final IndexSegment segment;
  private final int judged;
  private final AtomicLongArray words;
  private final AtomicInteger count = new AtomicInteger();

  private ItemMask(IndexSegment segment) {
    this.segment = segment;
    this.judged = segment.vectors.size();
    this.words = new AtomicLongArray((judged + 63) / 64);
  }

  /** The live items that pass. */
  static ItemMask of(IndexSegment segment, Predicate<String> matches) {
    ItemMask mask = new ItemMask(segment);
    for (int ordinal = 0; ordinal < mask.judged; ordinal++) {
      if (mask.isAlive(ordinal) && matches.test(segment.vectors.itemId(ordinal))) {
        mask.add(ordinal);
      }
    }
    return mask;
  }

  /** Those of the items that the index has. */
  static ItemMask of(IndexSegment segment, Iterable<String> ids) {
    ItemMask mask = new ItemMask(segment);
    for (String id : ids) {
      mask.set(id, true);
    }
    return mask;
  }

  /** Takes an item in or out; does nothing if it was not there when the mask was made. */
  public void set(String itemId, boolean within) {
    IndexSegment.Entry entry = segment.entries.get(itemId);
    if (entry == null || entry.ordinal() >= judged || within == contains(entry.ordinal())) {
      return;
    }
    if (within) {
      add(entry.ordinal());
    } else {
      words.set(entry.ordinal() >> 6, words.get(entry.ordinal() >> 6) & ~bit(entry.ordinal()));
      count.decrementAndGet();
    }
  }

  private void add(int ordinal) {
    words.set(ordinal >> 6, words.get(ordinal >> 6) | bit(ordinal));
    count.incrementAndGet();
  }

  private static long bit(int ordinal) {
    return 1L << (ordinal & 63);
  }

  /** Items within, those not judged included. */
  public int size() {
    return count.get() + unjudged();
  }

  /** The items within, in order of their ordinals. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>(size());
    forEach(
        ordinal -> {
          if (isAlive(ordinal)) {
            ids.add(segment.vectors.itemId(ordinal));
          }
        });
    return ids;
  }

  /** Items that could be within. */
  public int universe() {
    return segment.entries.size();
  }

  private int unjudged() {
    return segment.vectors.size() - judged;
  }

  /** Whether it pays to make the mask anew: the graph is another, or much was appended. */
  boolean isStale(IndexSegment current) {
    return segment != current || unjudged() > MOST_UNJUDGED + judged / 20;
  }

  IndexSegment segment() {
    return segment;
  }

  /** Whether the ordinal is within, or has not been judged. */
  boolean contains(int ordinal) {
    return ordinal >= judged || (words.get(ordinal >> 6) & bit(ordinal)) != 0;
  }

  /** Every ordinal within, ascending. */
  void forEach(IntConsumer consumer) {
    for (int i = 0; i < words.length(); i++) {
      for (long word = words.get(i); word != 0; word &= word - 1) {
        consumer.accept((i << 6) + Long.numberOfTrailingZeros(word));
      }
    }
    for (int ordinal = judged; ordinal < segment.vectors.size(); ordinal++) {
      consumer.accept(ordinal);
    }
  }

  private boolean isAlive(int ordinal) {
    IndexSegment.Entry entry = segment.entries.get(segment.vectors.itemId(ordinal));
    return entry != null && entry.ordinal() == ordinal;
  }
}
