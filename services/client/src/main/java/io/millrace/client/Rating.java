package io.millrace.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's rating of an item.
 *
 * @param stars 0.5 to 5 in halves
 * @param time when it was made; null for now, by the event clock of the service
 */
public record Rating(String userId, String itemId, double stars, @Nullable Instant time) {
  /** A rating made now. */
  public Rating(String userId, String itemId, double stars) {
    this(userId, itemId, stars, null);
  }
}
