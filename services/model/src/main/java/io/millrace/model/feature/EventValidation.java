package io.millrace.model.feature;

import io.millrace.schemas.Ids;
import io.millrace.schemas.RatingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The rules that every rating event obeys: valid ids, 0.5 to 5 stars in steps of a half, an event
 * time from 1970 up to one day after the wall clock. Thread-safe.
 */
public final class EventValidation {
  /** How far event time may be ahead of the wall clock. */
  public static final Duration TOLERANCE = Duration.ofDays(1);

  private final InstantSource wallClock;

  /** Validation against the given wall clock. */
  public EventValidation(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  /** The first rule that the event breaks, or null if it is valid. */
  public @Nullable EventFault fault(RatingEvent event) {
    @Nullable EventFault ids = idFault(event);
    @Nullable EventFault rating = ids == null ? ratingFault(event.getRating()) : ids;
    return rating == null ? timestampFault(event.getTimestamp()) : rating;
  }

  private static @Nullable EventFault idFault(RatingEvent event) {
    String user = Ids.fault("userId", event.getUserId());
    if (user != null) {
      return new EventFault(FaultCode.INVALID_USER_ID, user);
    }
    String item = Ids.fault("itemId", event.getItemId());
    return item == null ? null : new EventFault(FaultCode.INVALID_ITEM_ID, item);
  }

  /** What is wrong with a rating in stars, or null. */
  public @Nullable EventFault ratingFault(double rating) {
    return HalfStars.isValid(rating)
        ? null
        : new EventFault(
            FaultCode.INVALID_RATING, "rating: must be 0.5 to 5 in steps of 0.5, was " + rating);
  }

  /** What is wrong with an event time in milliseconds since 1970, or null. */
  public @Nullable EventFault timestampFault(long timestamp) {
    if (timestamp < 0) {
      return new EventFault(
          FaultCode.INVALID_TIMESTAMP,
          "timestamp: must be at least 0 (milliseconds since 1970), was " + timestamp);
    }
    long latest = wallClock.millis() + TOLERANCE.toMillis();
    if (timestamp > latest) {
      return new EventFault(
          FaultCode.INVALID_TIMESTAMP,
          "timestamp: must be at most one day after now (%d, %s), was %d; the unit is milliseconds"
              .formatted(latest, Instant.ofEpochMilli(latest), timestamp));
    }
    return null;
  }
}
