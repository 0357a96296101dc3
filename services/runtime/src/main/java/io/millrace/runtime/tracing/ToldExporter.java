package io.millrace.runtime.tracing;

import io.millrace.runtime.IoReason;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells once when the collector stops taking spans, and once when it takes them again, whatever
 * number of batches that is. Thread-safe.
 */
final class ToldExporter implements SpanExporter {
  private final SpanExporter exporter;
  private final String endpoint;
  private final Logger log;
  private final AtomicBoolean failing = new AtomicBoolean();

  ToldExporter(SpanExporter exporter, String endpoint, Logger log) {
    this.exporter = exporter;
    this.endpoint = endpoint;
    this.log = log;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    return sent.whenComplete(() -> tell(sent));
  }

  private void tell(CompletableResultCode sent) {
    if (!sent.isSuccess() && failing.compareAndSet(false, true)) {
      log.warn(
          "tracing.endpoint: {} does not take spans ({}); they are dropped until it does",
          endpoint,
          reason(sent.getFailureThrowable()));
    } else if (sent.isSuccess() && failing.compareAndSet(true, false)) {
      log.info("tracing.endpoint: {} takes spans again", endpoint);
    }
  }

  private static String reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return IoReason.of(cause);
      }
    }
    return failure == null ? "it refused them" : IoReason.of(failure);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
