package io.millrace.recommend.state;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * To which event the items of users have come that were read last, whether or not anybody follows
 * them: who begins to follow one may learn what has just passed by. Written by one thread, read by
 * any.
 */
final class LastItems {
  /** More than are read in the time between an event's item and its user's state. */
  static final int KEPT = 4096;

  private record Reached(String userId, Position position) {}

  private final AtomicReferenceArray<@Nullable Reached> ring = new AtomicReferenceArray<>(KEPT);
  private int next;

  /** An item of the user has come to this position. */
  void reached(String userId, Position position) {
    ring.set(next, new Reached(userId, position));
    next = (next + 1) % KEPT;
  }

  /** The last position in the partition that an item of the user has come to; null if not known. */
  @Nullable Position of(String userId, int partition) {
    Position last = null;
    for (int i = 0; i < KEPT; i++) {
      Reached one = ring.get(i);
      if (one != null
          && one.userId.equals(userId)
          && one.position.partition() == partition
          && (last == null || one.position.offset() > last.offset())) {
        last = one.position;
      }
    }
    return last;
  }
}
