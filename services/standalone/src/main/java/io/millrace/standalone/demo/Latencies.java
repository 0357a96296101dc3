package io.millrace.standalone.demo;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Latencies in milliseconds.
 *
 * @param samples how many
 * @param failures what did not come to a latency
 * @param reasons of the failures, with what was wanted instead, and how often each
 */
public record Latencies(
    long samples,
    long failures,
    double p50Ms,
    double p95Ms,
    double p99Ms,
    double maxMs,
    SortedMap<String, Long> reasons) {
  public Latencies {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
  }

  /** Of a histogram in microseconds. */
  static Latencies of(Histogram micros, SortedMap<String, Long> reasons) {
    return new Latencies(
        micros.getTotalCount(),
        reasons.values().stream().mapToLong(Long::longValue).sum(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(95) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        reasons);
  }

  /** A histogram in microseconds, up to a minute. */
  static Histogram histogram() {
    return new Histogram(60_000_000, 3);
  }

  /** How many failed and why, the most frequent reason first; empty if none did. */
  public String failed() {
    return failures == 0
        ? ""
        : "%d of %d FAILED: ".formatted(failures, samples + failures)
            + reasons.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .map(reason -> reason.getValue() + " x " + reason.getKey())
                .collect(Collectors.joining("; "));
  }
}
