package io.millrace.standalone.load;

import io.millrace.runtime.UserFault;
import java.time.Duration;

/**
 * How subscribers and those who rate are simulated.
 *
 * @param subscribers WebSockets, each of a user of its own, 1 to 10,000
 * @param rate events a second of all users together, on average, above 0 and at most 100,000
 * @param warmUp events come at the same rate before, not measured
 * @param measured for how long
 * @param items of each pushed list, 1 to 1,000
 * @param seed of the moments, of who rates what and how
 */
public record SocketPlan(
    int subscribers, double rate, Duration warmUp, Duration measured, int items, long seed) {
  public SocketPlan {
    if (subscribers < 1 || subscribers > 10_000) {
      throw new UserFault("--subscribers: must be 1 to 10000, was " + subscribers);
    }
    if (!(rate > 0 && rate <= 100_000)) {
      throw new UserFault("--rate: must be above 0 and at most 100000, was " + rate);
    }
    if (measured.isNegative() || measured.isZero() || warmUp.isNegative()) {
      throw new UserFault(
          "--seconds, --warm-up: must be above 0 and at least 0, were %d and %d"
              .formatted(measured.toSeconds(), warmUp.toSeconds()));
    }
    if (items < 1 || items > 1000) {
      throw new UserFault("--items: must be 1 to 1000, was " + items);
    }
  }
}
