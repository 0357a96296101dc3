package io.millrace.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorSamplerTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final TraceState NONE = TraceState.getDefault();
  private static final SpanContext NOBODY = SpanContext.getInvalid();
  private static final SpanContext CALLER =
      SpanContext.createFromRemoteParent(TRACE, SPAN, TraceFlags.getSampled(), NONE);
  private static final SpanContext CALLER_NOT_KEEPING =
      SpanContext.createFromRemoteParent(TRACE, SPAN, TraceFlags.getDefault(), NONE);
  private static final SpanContext OURS =
      SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), NONE);

  private static final DoorSampler DRAWING = new DoorSampler(0.25, false, () -> 0.2);
  private static final DoorSampler NOT_DRAWING = new DoorSampler(0.25, false, () -> 0.25);
  private static final DoorSampler TRUSTING = new DoorSampler(0.25, true, () -> 0.25);

  private static boolean keeps(
      DoorSampler sampler, SpanContext parent, SpanKind kind, SpanContext... links) {
    Context context = Context.root().with(Span.wrap(parent));
    List<LinkData> linked = List.of(links).stream().map(LinkData::create).toList();
    return sampler
        .shouldSample(context, TRACE, "span", kind, Attributes.empty(), linked)
        .getDecision()
        .equals(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @Test
  void shouldDrawWhoComesWithoutATrace() {
    assertThat(keeps(DRAWING, NOBODY, SpanKind.SERVER)).isTrue();
    assertThat(keeps(NOT_DRAWING, NOBODY, SpanKind.SERVER)).isFalse();
  }

  @Test
  void shouldDrawACallerWhateverTheCallerSays() {
    assertThat(keeps(DRAWING, CALLER, SpanKind.SERVER)).isTrue();
    assertThat(keeps(NOT_DRAWING, CALLER, SpanKind.SERVER)).isFalse();
    assertThat(keeps(TRUSTING, CALLER, SpanKind.SERVER)).isTrue();
  }

  @Test
  void shouldNotKeepWhatACallerDoesNot() {
    assertThat(keeps(DRAWING, CALLER_NOT_KEEPING, SpanKind.SERVER)).isFalse();
    assertThat(keeps(TRUSTING, CALLER_NOT_KEEPING, SpanKind.SERVER)).isFalse();
  }

  @Test
  void shouldKeepWhatFollowsFromAKeptSpan() {
    assertThat(keeps(NOT_DRAWING, OURS, SpanKind.INTERNAL)).isTrue();
    assertThat(keeps(NOT_DRAWING, CALLER, SpanKind.CONSUMER)).as("a record").isTrue();
    assertThat(keeps(NOT_DRAWING, NOBODY, SpanKind.INTERNAL, OURS)).as("linked").isTrue();
    assertThat(keeps(NOT_DRAWING, NOBODY, SpanKind.INTERNAL, CALLER_NOT_KEEPING)).isFalse();
  }

  @Test
  void shouldKeepNothingOrEverythingAtTheEnds() {
    assertThat(keeps(new DoorSampler(0, false, () -> 0), NOBODY, SpanKind.SERVER)).isFalse();
    assertThat(keeps(new DoorSampler(1, false, () -> Math.nextDown(1)), NOBODY, SpanKind.SERVER))
        .isTrue();
  }
}
