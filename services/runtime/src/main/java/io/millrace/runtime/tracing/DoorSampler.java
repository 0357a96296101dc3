package io.millrace.runtime.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Draws at the door, and keeps what follows from what it has kept: spans below a kept one, and
 * those linked to one. An event's trace would else end before the answer that it changed, whose
 * request is seldom drawn.
 *
 * <p>A caller over HTTP may be anybody, and chooses both the sampled flag and the trace's id, by
 * which OpenTelemetry's own samplers draw: so its request is drawn by a random number of ours,
 * unless callers are trusted. Who writes to the topics is let in by Kafka, and followed.
 *
 * @param share of the requests that are kept, 0 to 1
 * @param trusting whether a request whose caller keeps its trace is kept, drawn or not
 * @param random uniform from 0 to 1; thread-safe
 */
record DoorSampler(double share, boolean trusting, DoubleSupplier random) implements Sampler {
  @Override
  public SamplingResult shouldSample(
      Context context,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext parent = Span.fromContext(context).getSpanContext();
    return isCaused(links) || isKept(parent, kind)
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  private static boolean isCaused(List<LinkData> links) {
    return links.stream().anyMatch(link -> link.getSpanContext().isSampled());
  }

  private boolean isKept(SpanContext parent, SpanKind kind) {
    if (!parent.isValid()) {
      return isDrawn();
    }
    boolean stranger = kind == SpanKind.SERVER && parent.isRemote() && !trusting;
    return parent.isSampled() && (!stranger || isDrawn());
  }

  private boolean isDrawn() {
    return random.getAsDouble() < share;
  }

  @Override
  public String getDescription() {
    return "share " + share + (trusting ? ", callers trusted" : "");
  }
}
