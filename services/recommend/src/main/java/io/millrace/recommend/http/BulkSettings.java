package io.millrace.recommend.http;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.time.Duration;

/**
 * What one import or export may take.
 *
 * @param atOnce imports and exports that run at once; more are refused
 * @param bodyLimit most bytes of an import
 * @param timeout an import or export is ended after so long
 */
public record BulkSettings(
    @AtLeast(1) @AtMost(1000) int atOnce,
    @AtLeast(1024) @AtMost(1L << 50) long bodyLimit,
    Duration timeout) {
  public BulkSettings {
    if (timeout.toMillis() < 100 || timeout.toHours() > 24 * 7) {
      throw new IllegalArgumentException("timeout: must be 100 ms to 7 days, was " + timeout);
    }
  }

  /** The defaults of {@code reference.conf}. */
  public static BulkSettings defaults() {
    return new BulkSettings(4, 1L << 30, Duration.ofHours(1));
  }
}
