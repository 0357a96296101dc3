package io.millrace.features.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When to ask again somebody who does not answer: pauses double from 100 ms on up to the longest.
 * Not thread-safe.
 */
final class BackOff {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final LongSupplier nanoTime;
  private final Duration longest;
  private Duration pause = Duration.ZERO;
  private long since;

  /**
   * No pause so far.
   *
   * @param longest at least 100 ms
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  BackOff(Duration longest, LongSupplier nanoTime) {
    this.longest = longest;
    this.nanoTime = nanoTime;
  }

  /** Whether it is too soon to ask. */
  boolean holds() {
    return nanoTime.getAsLong() - since < pause.toNanos();
  }

  /** Whether the last question went without an answer. */
  boolean failing() {
    return pause.isPositive();
  }

  /** There was no answer. */
  void failed() {
    Duration next = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
    pause = next.compareTo(longest) < 0 ? next : longest;
    since = nanoTime.getAsLong();
  }

  /** There was one. */
  void answered() {
    pause = Duration.ZERO;
  }
}
