package io.millrace.model.retrieval;

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

  private final Segments segments;
  private final int judged;
  private final AtomicLongArray words;
  private final AtomicInteger count = new AtomicInteger();

  private ItemMask(Segments segments) {
    this.segments = segments;
    this.judged = segments.size();
    this.words = new AtomicLongArray((judged + 63) / 64);
  }

  /** The live items that pass. */
  static ItemMask of(Segments segments, Predicate<String> matches) {
    ItemMask mask = new ItemMask(segments);
    for (int ordinal = 0; ordinal < mask.judged; ordinal++) {
      if (segments.isAlive(ordinal) && matches.test(segments.itemId(ordinal))) {
        mask.add(ordinal);
      }
    }
    return mask;
  }

  /** Those of the items that the index has. */
  static ItemMask of(Segments segments, Iterable<String> ids) {
    ItemMask mask = new ItemMask(segments);
    for (String id : ids) {
      mask.set(id, true);
    }
    return mask;
  }

  /** Takes an item in or out; does nothing if it was not there when the mask was made. */
  public void set(String itemId, boolean within) {
    int ordinal = segments.ordinal(itemId);
    if (ordinal < 0 || ordinal >= judged || within == contains(ordinal)) {
      return;
    }
    if (within) {
      add(ordinal);
    } else {
      words.set(ordinal >> 6, words.get(ordinal >> 6) & ~bit(ordinal));
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

  private int unjudged() {
    return segments.size() - judged;
  }

  /** Whether it pays to make the mask anew: the graph is another, or much was appended. */
  boolean isStale(Segments current) {
    return segments != current || unjudged() > MOST_UNJUDGED + judged / 20;
  }

  Segments segments() {
    return segments;
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
    for (int ordinal = judged; ordinal < segments.size(); ordinal++) {
      consumer.accept(ordinal);
    }
  }
}
