package io.millrace.runtime.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The W3C's {@code traceparent} (Trace Context, level 1) as text and on records. Vendors' {@code
 * tracestate} is not handed on: a record would carry up to half a kilobyte of it.
 */
public final class TraceParent {
  /** Name of the header, of HTTP and of records. */
  public static final String HEADER = "traceparent";

  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<String> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
          return key.equals(HEADER) ? carrier : null;
        }
      };

  private TraceParent() {}

  /** Where it points; invalid for what is absent or not of the form. */
  static SpanContext read(@Nullable String text) {
    return text == null
        ? SpanContext.getInvalid()
        : Span.fromContext(FORM.extract(Context.root(), text, GETTER)).getSpanContext();
  }

  /** The same, of a record. */
  static SpanContext read(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null
        ? SpanContext.getInvalid()
        : read(new String(header.value(), US_ASCII));
  }

  /** Has the record name a span, in place of another. */
  static void write(SpanContext span, Headers headers) {
    String flags = span.getTraceFlags().asHex();
    String text = "00-" + span.getTraceId() + '-' + span.getSpanId() + '-' + flags;
    headers.remove(HEADER).add(HEADER, text.getBytes(US_ASCII));
  }
}
