package io.millrace.standalone.demo;

import org.HdrHistogram.Histogram;

/**
 * Latencies in milliseconds.
 *
 * @param samples how many
 * @param failures answers that were not 200, or did not come
 */
public record Latencies(
    long samples, long failures, double p50Ms, double p95Ms, double p99Ms, double maxMs) {
  /** Of a histogram in microseconds. */
  static Latencies of(Histogram micros, long failures) {
    return new Latencies(
        micros.getTotalCount(),
        failures,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(95) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  /** A histogram in microseconds, up to a minute. */
  static Histogram histogram() {
    return new Histogram(60_000_000, 3);
  }
}
