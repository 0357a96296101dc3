package io.millrace.model.encode;

import io.millrace.model.feature.HalfStars;

/**
 * What a sequence knows of one of its events beside the item: rating, liked, and the time since the
 * event before it: known, same second, more than an hour, more than a day, on a log scale. Pure,
 * called by training and by serving alike.
 */
public final class EventSignals {
  /** Numbers per event. */
  public static final int WIDTH = 7;

  private static final double NEUTRAL_HALF_STARS = 7;
  private static final long HOUR = 3_600_000;

  private EventSignals() {}

  /**
   * Encodes an event.
   *
   * @param halfStars 1 to 10
   * @param gap milliseconds since the event before; negative for the first of a sequence
   * @param out takes {@link #WIDTH} numbers from {@code at}
   */
  public static void encode(int halfStars, long gap, float[] out, int at) {
    out[at] = (float) ((halfStars - NEUTRAL_HALF_STARS) / 3);
    out[at + 1] = halfStars >= HalfStars.LIKED ? 1 : 0;
    out[at + 2] = gap >= 0 ? 1 : 0;
    out[at + 3] = gap >= 0 && gap < 1000 ? 1 : 0;
    out[at + 4] = gap > HOUR ? 1 : 0;
    out[at + 5] = gap > Scaling.DAY ? 1 : 0;
    out[at + 6] = Scaling.span(gap);
  }
}
