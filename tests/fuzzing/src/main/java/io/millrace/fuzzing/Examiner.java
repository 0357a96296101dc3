package io.millrace.fuzzing;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives inputs to a target one after another, and judges what comes of them. One thread gives; any
 * may ask how many there were.
 */
final class Examiner {
  /** Inputs after which classes are loaded and caches filled. */
  private static final long WARM_AFTER = 2_000;

  private final FuzzTarget target;
  private final long warmAfter;
  private final long begun = System.nanoTime();
  private volatile byte[] current = {};
  private final AtomicLong executed = new AtomicLong();
  private long refused;
  private long heapBefore;

  /**
   * Judges this target.
   *
   * @param inputs that will come, about
   */
  Examiner(FuzzTarget target, long inputs) {
    this.target = target;
    this.warmAfter = Math.min(WARM_AFTER, inputs / 2);
  }

  /**
   * Gives an input.
   *
   * @throws Finding if the target neither takes nor refuses it
   */
  void give(byte[] input) {
    current = input;
    if (executed.get() == warmAfter) {
      heapBefore = held();
    }
    try {
      if (!target.take(input)) {
        refused++;
      }
    } catch (Throwable failure) {
      throw new Finding(failure.toString(), input, failure);
    }
    executed.incrementAndGet();
  }

  /** How many inputs were given and have come to an end. */
  long executed() {
    return executed.get();
  }

  /** The input that is under way. */
  byte[] current() {
    return current;
  }

  /** What was tried so far. */
  Report report(long seed) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    return new Report(seed, executed.get(), refused, millis, heapBefore, held());
  }

  private long held() {
    try {
      target.renew();
    } catch (Exception e) {
      throw new AssertionError("cannot be renewed", e);
    }
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
