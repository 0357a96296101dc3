package io.millrace.recommend.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The histograms of one endpoint's answers, by method and status. They are looked up in the
 * registry once: to build the description of one for each request costs more than to time it.
 * Thread-safe.
 */
final class RequestTimers {
  private static final Duration[] BOUNDS = LatencyBuckets.bounds();

  private record Kind(String method, int status) {}

  private final MeterRegistry meters;
  private final String endpoint;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  RequestTimers(MeterRegistry meters, String endpoint) {
    this.meters = meters;
    this.endpoint = endpoint;
  }

  /** Those of answers with this status. */
  Timer of(String method, int status) {
    return timers.computeIfAbsent(new Kind(method, status), this::register);
  }

  private Timer register(Kind kind) {
    return Timer.builder("millrace.recommend.requests")
        .description("Time to answer, by endpoint")
        .tag("method", kind.method())
        .tag("endpoint", endpoint)
        .tag("status", Integer.toString(kind.status()))
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }
}
