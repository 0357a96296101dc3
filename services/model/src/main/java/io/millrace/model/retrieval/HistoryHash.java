package io.millrace.model.retrieval;

import io.millrace.model.encode.RecentItem;
import io.millrace.schemas.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number of 64 bits that two histories share only if a network sees the same in both, but for one
 * pair in 10^19: of items, their genres and years, ratings and times. Pure.
 */
final class HistoryHash {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private HistoryHash() {}

  /** Of the first {@code length} of some events. */
  static long of(List<RecentItem> recent, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      RecentItem event = recent.get(i);
      hash = mix(hash, event.rating().getItemId());
      hash = mix(hash, event.rating().getHalfStars());
      hash = mix(hash, event.rating().getTimestamp());
      hash = mix(hash, event.item());
    }
    return mix(hash, length);
  }

  private static long mix(long hash, @Nullable Item item) {
    if (item == null) {
      return mix(hash, -1);
    }
    long mixed = mix(hash, item.getYear() == null ? -2 : item.getYear());
    List<String> genres = item.getGenres();
    for (int i = 0; i < genres.size(); i++) {
      mixed = mix(mixed, genres.get(i));
    }
    return mixed;
  }

  private static long mix(long hash, String text) {
    long mixed = mix(hash, text.length());
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * FACTOR;
    }
    return mixed;
  }

  /** Stafford's variant 13 of MurmurHash3's finalizer. */
  private static long mix(long hash, long value) {
    long z = (hash ^ value) * FACTOR;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
