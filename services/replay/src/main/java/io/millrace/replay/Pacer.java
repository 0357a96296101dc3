package io.millrace.replay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how long to wait before an event, so that the speed is kept. Not thread-safe. */
final class Pacer {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Speed speed;
  private final LongSupplier nanoTime;
  private boolean started;
  private long start;
  private long firstEventTime;

  Pacer(Speed speed, LongSupplier nanoTime) {
    this.speed = speed;
    this.nanoTime = nanoTime;
  }

  /**
   * The wait before the next event.
   *
   * @param sent events sent before it by this pacer
   * @param eventTime its time, milliseconds since the epoch
   */
  Duration before(long sent, long eventTime) {
    if (!started) {
      started = true;
      start = nanoTime.getAsLong();
      firstEventTime = eventTime;
    }
    double due =
        switch (speed) {
          case Speed.Max _ -> 0;
          case Speed.PerSecond even -> sent / even.events() * NANOS_PER_SECOND;
          case Speed.TimesReal real ->
              ((double) eventTime - firstEventTime) / real.factor() * NANOS_PER_MILLI;
        };
    if (due <= 0) {
      return Duration.ZERO;
    }
    long wait = (long) due - (nanoTime.getAsLong() - start);
    return wait > 0 ? Duration.ofNanos(wait) : Duration.ZERO;
  }
}
