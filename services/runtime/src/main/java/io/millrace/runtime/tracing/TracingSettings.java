package io.millrace.runtime.tracing;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where traces are sent. Section {@code tracing}.
 *
 * @param endpoint base address of a collector that speaks OTLP over HTTP; null for no traces
 * @param share of the requests, and of the ratings that come without one, that are traced, 0 to 1
 * @param trustCallers whether a request is traced because its caller says so
 * @param queue spans that may wait to be sent; more are dropped
 * @param interval longest time between batches, 10 ms to 1 min
 */
public record TracingSettings(
    @Nullable String endpoint,
    double share,
    boolean trustCallers,
    @AtLeast(1) @AtMost(1_000_000) int queue,
    Duration interval) {
  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofMinutes(1);

  public TracingSettings {
    if (endpoint != null) {
      requireCollector(endpoint);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: must be 0 to 1, was " + share);
    }
    if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("interval: must be 10 ms to 1 min, was " + interval);
    }
  }

  private static void requireCollector(String endpoint) {
    String rule = "endpoint: must be http(s)://HOST[:PORT][/PATH], was \"" + endpoint + '"';
    URI uri;
    try {
      uri = new URI(endpoint);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(rule, e);
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException("endpoint: must not hold a password");
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** No traces. */
  public static TracingSettings off() {
    return new TracingSettings(null, 0, false, 1, MOST);
  }
}
