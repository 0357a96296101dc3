package io.millrace.model.feature;

import io.millrace.schemas.DecayedCount;
import java.time.Duration;

/**
 * The feature "how many lately": a count in which each event is worth half as much after each
 * half-life. A late event counts at its own age; an event taken back takes away what it is worth by
 * now. Immutable.
 */
public final class DecayedCounts {
  /** Popularity of the day, of the week and of the month. */
  public static final DecayedCounts DAILY = new DecayedCounts(Duration.ofDays(1));

  /** See {@link #DAILY}. */
  public static final DecayedCounts WEEKLY = new DecayedCounts(Duration.ofDays(7));

  /** See {@link #DAILY}. */
  public static final DecayedCounts MONTHLY = new DecayedCounts(Duration.ofDays(30));

  /** No event yet. */
  public static final DecayedCount NONE = new DecayedCount(0.0, 0L);

  private final Decay decay;

  /** Counts with a half-life of at least 1 ms. */
  public DecayedCounts(Duration halfLife) {
    this.decay = new Decay(halfLife);
  }

  /** With one more event. */
  public DecayedCount add(DecayedCount before, long eventTime) {
    long asOf = Math.max(before.getAsOf(), eventTime);
    return new DecayedCount(at(before, asOf) + decay.worth(eventTime, asOf), asOf);
  }

  /** With one event taken back. */
  public DecayedCount remove(DecayedCount before, long eventTime) {
    double left = before.getValue() - decay.worth(eventTime, before.getAsOf());
    return new DecayedCount(Math.max(0, left), before.getAsOf());
  }

  /** Its value at a moment; for a moment before {@code asOf} the value as it stands. */
  public double at(DecayedCount count, long moment) {
    return count.getValue() * decay.across(count.getAsOf(), moment);
  }

  /**
   * A number that orders counts as their values at any one moment do, without a moment: the binary
   * logarithm of the value projected back to 1970. Minus infinity for an empty count.
   */
  public double order(DecayedCount count) {
    return Math.log(count.getValue()) / Math.log(2) + decay.halfLives(0, count.getAsOf());
  }
}
