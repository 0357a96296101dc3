package io.millrace.features.erasure;

import io.millrace.runtime.config.AtLeast;
import java.time.Duration;

/**
 * Configuration section {@code features.erasure}; {@code reference.conf} documents each key.
 *
 * @param interval time between looks for people to erase, 0 for none; at most 7 days, after which
 *     brokers forget how far it had come
 * @param recordsPerSecond most records copied per second
 */
public record ErasureSettings(Duration interval, @AtLeast(1) int recordsPerSecond) {
  public ErasureSettings {
    if (interval.isNegative() || interval.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("interval: must be between 0 and 7 days, was " + interval);
    }
  }

  /** The defaults. */
  public static ErasureSettings defaults() {
    return new ErasureSettings(Duration.ofHours(24), 5_000);
  }
}
