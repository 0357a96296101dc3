package io.millrace.client;

import java.time.Duration;

/**
 * When a request is tried again: if the service cannot be reached, sheds it (429) or is not ready
 * (503), after a random part of a delay that doubles each time ("full jitter": Brooker, Exponential
 * Backoff and Jitter, 2015), and not before what the answer's {@code Retry-After} says.
 *
 * @param attempts how often a request is sent at most, 1 to 20
 * @param firstDelay the most that is waited before the second time
 * @param longestDelay the most that is waited at any time; a longer {@code Retry-After} ends it
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {
  public RetryPolicy {
    if (attempts < 1 || attempts > 20) {
      throw new IllegalArgumentException("attempts: must be 1 to 20, was " + attempts);
    }
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "firstDelay, longestDelay: must be at least 0 and at least the first, were %s and %s"
              .formatted(firstDelay, longestDelay));
    }
  }

  /** Four times, within some four seconds. */
  public static RetryPolicy defaults() {
    return new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(2));
  }

  /** Once. */
  public static RetryPolicy none() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures so far, from 1
   * @param random 0 to 1
   */
  Duration delay(int failures, double random) {
    double most = (double) firstDelay.toNanos() * Math.pow(2, failures - 1);
    return Duration.ofNanos((long) (Math.min(most, (double) longestDelay.toNanos()) * random));
  }
}
