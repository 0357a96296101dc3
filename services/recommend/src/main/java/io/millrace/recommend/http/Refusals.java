package io.millrace.recommend.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts answers that refuse a request, by code, endpoints' and the router's own alike. Every code
 * is there from the start, at 0. Thread-safe.
 */
final class Refusals {
  private static final String KEY = Refusals.class.getName();

  private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);

  Refusals(MeterRegistry meters) {
    for (ErrorCode code : ErrorCode.values()) {
      counters.put(
          code,
          Counter.builder("millrace.recommend.errors")
              .description("Requests refused, by code")
              .tag("code", code.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  /** Counts what this request will be answered. */
  void watch(RoutingContext context) {
    context.put(KEY, this);
    context.next();
  }

  /** An answer to a watched request is sent. */
  static void sent(RoutingContext context, Reply reply) {
    @Nullable Refusals refusals = context.get(KEY);
    ErrorCode error = reply.error();
    Counter counter = refusals == null || error == null ? null : refusals.counters.get(error);
    if (counter != null) {
      counter.increment();
    }
  }
}
