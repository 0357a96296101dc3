package io.millrace.features.erasure;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/** Holds copying back to a number of records per second, so that live events are not. */
final class Pace {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private long begun;
  private long passed;

  /**
   * A pace.
   *
   * @param perSecond records per second, at least 1
   * @param nanoTime the clock
   */
  Pace(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /** Returns when the next record may go. */
  void await() {
    long ahead = ahead();
    while (ahead > 0) {
      LockSupport.parkNanos(ahead);
      if (Thread.interrupted()) {
        throw new InterruptException("copying: interrupted");
      }
      ahead = due() - nanoTime.getAsLong();
    }
    passed++;
  }

  /** Nanoseconds that the next record has to wait, zero or less for none. */
  long ahead() {
    long now = nanoTime.getAsLong();
    if (passed == 0 || now - due() > SECOND) {
      begun = now;
      passed = 0;
    }
    return due() - now;
  }

  private long due() {
    return begun + passed * SECOND / perSecond;
  }
}
