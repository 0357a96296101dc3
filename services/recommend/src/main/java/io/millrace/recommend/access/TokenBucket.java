package io.millrace.recommend.access;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds tokens, of which each request takes one; they come back at a steady rate, up to the burst.
 * Thread-safe.
 */
final class TokenBucket {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Rate rate;
  private final LongSupplier clock;
  private double tokens; // guarded by this
  private long counted; // guarded by this

  /**
   * Full at first.
   *
   * @param clock nanoseconds that go on, from any origin
   */
  TokenBucket(Rate rate, LongSupplier clock) {
    this.rate = rate;
    this.clock = clock;
    this.tokens = rate.burst();
    this.counted = clock.getAsLong();
  }

  /** What it was made with. */
  Rate rate() {
    return rate;
  }

  /** Takes a token; zero if there was one, else the time until there is. */
  synchronized Duration take() {
    long now = clock.getAsLong();
    tokens = Math.min(rate.burst(), tokens + (now - counted) / NANOS * rate.perSecond());
    counted = now;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / rate.perSecond() * NANOS));
  }
}
