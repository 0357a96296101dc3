package io.millrace.model.feature;

import io.millrace.schemas.RatingEvent;

/**
 * A valid rating with its place in the source.
 *
 * @param userId the user
 * @param itemId the item
 * @param halfStars 1 to 10
 * @param timestamp event time, milliseconds since the epoch
 * @param partition partition of {@code ratings.v1}
 * @param offset offset in it
 */
public record Rating(
    String userId, String itemId, int halfStars, long timestamp, int partition, long offset) {
  /** The rating that a valid event tells of. */
  public static Rating of(RatingEvent event, int partition, long offset) {
    return new Rating(
        event.getUserId(),
        event.getItemId(),
        HalfStars.of(event.getRating()),
        event.getTimestamp(),
        partition,
        offset);
  }
}
