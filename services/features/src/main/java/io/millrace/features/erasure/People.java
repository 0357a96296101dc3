package io.millrace.features.erasure;

import java.util.Map;
import java.util.Set;

/**
 * The people to be erased, and from where on those that came back have a new life.
 *
 * @param tombstones offset of the newest tombstone on {@code users.v1}, by user id
 * @param returned source offset of the oldest rating since, by user and partition of {@code
 *     ratings.v1}
 */
record People(Map<String, Long> tombstones, Map<Place, Long> returned) {
  People {
    tombstones = Map.copyOf(tombstones);
    returned = Map.copyOf(returned);
  }

  /** A user on a partition of {@code ratings.v1}. */
  record Place(String userId, int partition) {}

  static People of(Map<String, Long> tombstones) {
    return new People(tombstones, Map.of());
  }

  People returned(Map<Place, Long> since) {
    return new People(tombstones, since);
  }

  Set<String> ids() {
    return tombstones.keySet();
  }

  boolean contains(String userId) {
    return tombstones.containsKey(userId);
  }

  /** Whether what a user sent at a position of {@code ratings.v1} is to be erased. */
  boolean covers(String userId, int partition, long offset) {
    return contains(userId) && offset < since(userId, partition);
  }

  /** Offset from which on the user's ratings stay. */
  long since(String userId, int partition) {
    return returned.getOrDefault(new Place(userId, partition), Long.MAX_VALUE);
  }
}
