package io.millrace.model.retrieval;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The states that the last histories came to, at most {@value #PLACES}, by {@link HistoryHash}: one
 * place for each hash's lowest bits, taken by whoever was there last. Thread-safe, without locks: a
 * state that was just displaced is worked out again.
 */
final class KnownStates {
  private static final int PLACES = 1 << 13;

  /**
   * One of them.
   *
   * @param state not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(long history, float[] state) {}

  private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(PLACES);

  /** The history's state, not to be changed; null if it is not known. */
  float @Nullable [] get(long history) {
    Known known = places.get(place(history));
    return known == null || known.history() != history ? null : known.state();
  }

  /** Remembers a state, which is not to be changed any more. */
  void put(long history, float[] state) {
    places.set(place(history), new Known(history, state));
  }

  private static int place(long history) {
    return (int) history & (PLACES - 1);
  }
}
