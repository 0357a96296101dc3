package io.millrace.model.retrieval;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The states that the last histories came to, at most {@value #SETS} times {@value #WAYS}, by
 * {@link HistoryHash}: a hash's lowest bits tell the set, in which the one that came first makes
 * way for the next. (With one place for a hash, a third of some thousand users who come again and
 * again would displace one another.) Thread-safe, without locks: a state that was lost is worked
 * out again.
 */
final class KnownStates {
  private static final int SETS = 1 << 12;
  private static final int WAYS = 4;

  /**
   * One of them.
   *
   * @param state not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(long history, float[] state) {}

  private final AtomicReferenceArray<@Nullable Known> places =
      new AtomicReferenceArray<>(SETS * WAYS);

  /** The history's state, not to be changed; null if it is not known. */
  float @Nullable [] get(long history) {
    int first = first(history);
    for (int place = first; place < first + WAYS; place++) {
      Known known = places.get(place);
      if (known != null && known.history() == history) {
        return known.state();
      }
    }
    return null;
  }

  /** Remembers a state, which is not to be changed any more. */
  void put(long history, float[] state) {
    int first = first(history);
    for (int place = first + WAYS - 1; place > first; place--) {
      places.set(place, places.get(place - 1));
    }
    places.set(first, new Known(history, state));
  }

  private static int first(long history) {
    return WAYS * ((int) history & (SETS - 1));
  }
}
