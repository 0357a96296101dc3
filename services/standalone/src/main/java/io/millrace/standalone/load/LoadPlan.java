package io.millrace.standalone.load;

import io.millrace.runtime.UserFault;
import java.time.Duration;

/**
 * How a service is asked.
 *
 * @param rate requests a second on average, above 0 and at most 100,000
 * @param warmUp asked at the same rate before, not measured
 * @param measured for how long
 * @param items asked for in each request
 * @param connections most that are open at once
 * @param seed of the moments and of who asks
 */
public record LoadPlan(
    double rate, Duration warmUp, Duration measured, int items, int connections, long seed) {
  public LoadPlan {
    if (!(rate > 0 && rate <= 100_000)) {
      throw new UserFault("--rate: must be above 0 and at most 100000, was " + rate);
    }
    if (measured.isNegative() || measured.isZero() || warmUp.isNegative()) {
      throw new UserFault(
          "--seconds, --warm-up: must be above 0 and at least 0, were %d and %d"
              .formatted(measured.toSeconds(), warmUp.toSeconds()));
    }
    if (items < 1 || items > 1000 || connections < 1 || connections > 10_000) {
      throw new UserFault(
          "--items, --connections: must be 1 to 1000 and 1 to 10000, were %d and %d"
              .formatted(items, connections));
    }
  }
}
