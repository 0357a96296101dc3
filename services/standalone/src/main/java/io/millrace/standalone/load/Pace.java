package io.millrace.standalone.load;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Moments of a Poisson process: whatever is done at them comes at random, whether or not what was
 * done before has come to its end, and is timed from the moment when it was due, so that a service
 * that stalls does not make its own measurement wait (coordinated omission, Tene 2013). One thread.
 */
final class Pace {
  private static final long MOST_MICROS = 60_000_000;

  private final double perSecond;
  private final SplittableRandom random;
  private final Histogram late = new Histogram(MOST_MICROS, 3);

  /**
   * A pace.
   *
   * @param perSecond moments a second on average, above 0
   */
  Pace(double perSecond, SplittableRandom random) {
    this.perSecond = perSecond;
    this.random = random;
  }

  /**
   * Calls at every moment of the time to come, and returns after it.
   *
   * @param at takes the moment that was due, by {@link System#nanoTime}
   * @return how many there were
   */
  long keep(long nanos, LongConsumer at) {
    long moments = 0;
    long begin = System.nanoTime();
    for (double due = gap(); due < nanos; due += gap()) {
      long moment = begin + (long) due;
      sleepUntil(moment);
      at.accept(moment);
      late.recordValue(Math.clamp((System.nanoTime() - moment) / 1000, 0, MOST_MICROS));
      moments++;
    }
    return moments;
  }

  /** How late the calls returned of those that were latest, milliseconds. */
  double lateP99Ms() {
    return late.getValueAtPercentile(99) / 1e3;
  }

  /** Nanoseconds to the next moment. */
  private double gap() {
    return -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
