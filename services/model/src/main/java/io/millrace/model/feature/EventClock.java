package io.millrace.model.feature;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one clock that serving reads: the newest event time seen plus the wall time since it was
 * seen. After a replay that ended in 2003 it stands in 2003 and goes on from there; on a live
 * stream it is the wall clock, which it never passes. Before the first event it is the wall clock.
 * It never goes back unless the wall clock does.
 *
 * <p>Thread-safe.
 */
public final class EventClock {
  private static final long NOTHING_SEEN = Long.MIN_VALUE;

  private final InstantSource wallClock;

  /** Largest (event time - wall time) seen, at most 0. */
  private final AtomicLong offset = new AtomicLong(NOTHING_SEEN);

  /** A clock that has seen no event. */
  public EventClock(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  /** Tells the clock of an event's time; one ahead of the wall clock counts as now. */
  public void observe(long eventTime) {
    long candidate = Math.min(0, eventTime - wallClock.millis());
    if (candidate > offset.get()) {
      offset.accumulateAndGet(candidate, Math::max);
    }
  }

  /** Event time now, milliseconds since the epoch. */
  public long now() {
    long seen = offset.get();
    return wallClock.millis() + (seen == NOTHING_SEEN ? 0 : seen);
  }
}
