package io.millrace.features.erasure;

import io.millrace.runtime.config.AtLeast;
import java.time.Duration;

/**
 * Configuration section {@code features.erasure}; {@code reference.conf} documents each key.
 *
 * @param interval time between looks for people to erase, 0 for none; at most 7 days, after which
 *     brokers forget how far it had come
 * @param recordsPerSecond most records copied per second
 * @param storeCompaction age of a store's file at which it is written anew without what is deleted,
 *     1 s to 365 days; to the second
 */
public record ErasureSettings(
    Duration interval, @AtLeast(1) int recordsPerSecond, Duration storeCompaction) {
  public ErasureSettings {
    if (storeCompaction.toSeconds() < 1 || storeCompaction.toDays() > 365) {
      throw new IllegalArgumentException(
          "store_compaction: must be between 1 s and 365 days, was " + storeCompaction);
    }
    if (interval.isNegative() || interval.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("interval: must be between 0 and 7 days, was " + interval);
    }
  }

  /** The defaults. */
  public static ErasureSettings defaults() {
    return new ErasureSettings(Duration.ofHours(24), 5_000, Duration.ofDays(7));
  }
}
