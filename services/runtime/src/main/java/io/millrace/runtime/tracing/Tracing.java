package io.millrace.runtime.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Begins spans and hands them on. The span under way is the thread's ({@link Span#current()}); over
 * HTTP and on records it travels as a {@link TraceParent}. Thread-safe; never blocks: what the
 * collector does not take in time is dropped.
 *
 * <p>Off, nothing of OpenTelemetry's SDK exists, every span is {@link Span#getInvalid()}, nothing
 * is allocated, and no header is read or written.
 */
public final class Tracing implements AutoCloseable {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Tracing OFF = new Tracing(null);

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("io.millrace");
  }

  /** No traces. */
  public static Tracing off() {
    return OFF;
  }

  /**
   * Traces as the settings have it: off without an endpoint.
   *
   * @param service what the collector knows this process by
   */
  public static Tracing of(TracingSettings settings, String service) {
    String endpoint = settings.endpoint();
    return endpoint == null ? OFF : new Tracing(provider(settings, endpoint, service));
  }

  private static SdkTracerProvider provider(
      TracingSettings settings, String endpoint, String service) {
    return SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.of(SERVICE, service)))
        .setSampler(
            new DoorSampler(
                settings.share(),
                settings.trustCallers(),
                () -> ThreadLocalRandom.current().nextDouble()))
        .addSpanProcessor(
            BatchSpanProcessor.builder(
                    new ToldExporter(
                        exporter(endpoint), endpoint, LoggerFactory.getLogger(Tracing.class)))
                .setMaxQueueSize(settings.queue())
                .setMaxExportBatchSize(Math.min(512, settings.queue()))
                .setScheduleDelay(settings.interval())
                .setExporterTimeout(SEND_TIMEOUT)
                .build())
        .build();
  }

  static SpanExporter exporter(String endpoint) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(endpoint.replaceAll("/+$", "") + "/v1/traces")
        .setTimeout(SEND_TIMEOUT)
        .setRetryPolicy(null)
        .build();
  }

  /** Whether there are traces at all. */
  public boolean on() {
    return tracer != null;
  }

  /** Begins a span below the thread's; without one it may begin a trace, by the settings' share. */
  public Span begin(String name, SpanKind kind) {
    return tracer == null
        ? Span.getInvalid()
        : tracer.spanBuilder(name).setSpanKind(kind).startSpan();
  }

  /**
   * Begins the span of a request.
   *
   * @param traceparent the caller's; null or not of the form: it may begin a trace
   */
  public Span serve(String name, @Nullable String traceparent) {
    return tracer == null
        ? Span.getInvalid()
        : below(TraceParent.read(traceparent), name, SpanKind.SERVER, tracer);
  }

  /** Begins a span below the one that the record names, if that is kept; begins no trace. */
  public Span follow(String name, Headers headers) {
    if (tracer == null) {
      return Span.getInvalid();
    }
    SpanContext writer = TraceParent.read(headers);
    return writer.isSampled() ? below(writer, name, SpanKind.CONSUMER, tracer) : Span.getInvalid();
  }

  private static Span below(SpanContext parent, String name, SpanKind kind, Tracer tracer) {
    Context context = Context.root().with(Span.wrap(parent));
    return tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan();
  }

  /**
   * Begins a span of what another one, of another trace, has caused: linked to it, and always kept;
   * below the thread's span if that is kept too.
   *
   * @param cause null where nothing that is kept has caused it: then as {@link #begin}
   */
  public Span because(@Nullable SpanContext cause, String name) {
    if (tracer == null || cause == null) {
      return begin(name, SpanKind.INTERNAL);
    }
    SpanBuilder span = tracer.spanBuilder(name).addLink(cause);
    return (Span.current().getSpanContext().isSampled() ? span : span.setNoParent()).startSpan();
  }

  /** Runs the work as part of the span, and ends the span with it. */
  public static void within(Span span, Runnable work) {
    if (!span.isRecording()) {
      work.run();
      return;
    }
    try (Scope _ = span.makeCurrent()) {
      work.run();
    } catch (RuntimeException e) {
      failed(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  /** Notes that the work of a span failed: by the kind of failure, as messages may name people. */
  public static void failed(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
  }

  /** Has a record name the thread's span as where it came from, if that is kept. */
  public void carry(Headers headers) {
    if (isWithinSpan()) {
      TraceParent.write(Span.current().getSpanContext(), headers);
    }
  }

  /** The headers of a record that is to be written within the thread's span; null for none. */
  public @Nullable Headers headers() {
    if (!isWithinSpan()) {
      return null;
    }
    Headers headers = new RecordHeaders();
    TraceParent.write(Span.current().getSpanContext(), headers);
    return headers;
  }

  private boolean isWithinSpan() {
    return tracer != null && Span.current().getSpanContext().isSampled();
  }

  /** Sends what is waiting, for a short time. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
