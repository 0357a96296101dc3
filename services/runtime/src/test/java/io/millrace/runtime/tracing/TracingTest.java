package io.millrace.runtime.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.runtime.config.Configuration;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String KEPT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String NOT_KEPT = "00-" + TRACE + "-00f067aa0ba902b7-00";

  /** Nobody listens there: nothing here waits for a collector. */
  private static final String NOBODY = "http://127.0.0.1:1";

  private static TracingSettings settings(String key, String value) {
    Map<String, String> values = new HashMap<>(Map.of("tracing.endpoint", NOBODY));
    values.put("tracing." + key, value);
    return Configuration.load(null, values).bind("tracing", TracingSettings.class);
  }

  /** Of requests only those whose callers say so. */
  private static Tracing asAsked() {
    return Tracing.of(new TracingSettings(NOBODY, 0, true, 100, Duration.ofSeconds(1)), "test");
  }

  private static Headers carrying(String traceparent) {
    return new RecordHeaders().add("traceparent", traceparent.getBytes(US_ASCII));
  }

  @Test
  void shouldBeOffByDefault() {
    TracingSettings defaults =
        Configuration.load(null, Map.of()).bind("tracing", TracingSettings.class);
    Tracing tracing = Tracing.of(defaults, "test");

    assertThat(tracing).isSameAs(Tracing.off());
    assertThat(tracing.on()).isFalse();
    tracing.close();
  }

  @Test
  void shouldAllocateNothingWhenOff() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Headers headers = carrying(KEPT);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) { // the first loads classes
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        Tracing.off().begin("accept", SpanKind.PRODUCER).isRecording();
        Tracing.off().serve("request", KEPT).isRecording();
        Tracing.off().follow("record", headers).isRecording();
        Tracing.off().because(null, "answer").isRecording();
        Tracing.off().carry(headers);
        Tracing.off().headers();
      }
      least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
    assertThat(Tracing.off().headers()).isNull();
    assertThat(headers.lastHeader("traceparent").value()).asString(US_ASCII).isEqualTo(KEPT);
  }

  @Test
  void shouldNameFieldRuleAndValueOfAWrongSetting() {
    assertThatThrownBy(() -> settings("endpoint", "localhost:4318"))
        .hasMessageContaining("endpoint: must be http(s)://HOST")
        .hasMessageContaining("localhost:4318");
    assertThatThrownBy(() -> settings("endpoint", "http://name:secret@localhost:4318"))
        .hasMessageContaining("endpoint: must not hold a password")
        .message()
        .doesNotContain("secret");
    assertThatThrownBy(() -> settings("share", "1.5"))
        .hasMessageContaining("share: must be 0 to 1, was 1.5");
    assertThatThrownBy(() -> settings("queue", "0")).hasMessageContaining("queue");
    assertThatThrownBy(() -> settings("interval", "2 hours"))
        .hasMessageContaining("interval: must be 10 ms to 1 min, was PT2H");
  }

  @Test
  void shouldHandTheTraceOnFromRecordToRecord() {
    try (Tracing tracing = asAsked()) {
      Headers onwards = carrying("what it was before");
      Span span = tracing.follow("step", carrying(KEPT));
      try (Scope _ = span.makeCurrent()) {
        tracing.carry(onwards);
        assertThat(tracing.headers()).isEqualTo(onwards);
      }
      span.end();

      SpanContext carried = TraceParent.read(onwards);
      assertThat(onwards.toArray()).hasSize(1);
      assertThat(carried.getTraceId()).isEqualTo(TRACE);
      assertThat(carried.getSpanId()).isEqualTo(span.getSpanContext().getSpanId());
    }
  }

  @Test
  void shouldNotFollowWhatIsNotKeptOrNoTrace() {
    try (Tracing tracing = asAsked()) {
      assertThat(tracing.follow("step", carrying(NOT_KEPT)).isRecording()).isFalse();
      assertThat(tracing.follow("step", carrying("nonsense")).isRecording()).isFalse();
      assertThat(tracing.follow("step", new RecordHeaders()).isRecording()).isFalse();
      assertThat(tracing.headers()).isNull();
    }
  }

  @Test
  void shouldNotLetAStrangerHaveItTraced() {
    try (Tracing tracing = Tracing.of(settings("share", "0"), "test")) {
      Span request = tracing.serve("GET /", KEPT);
      assertThat(request.isRecording()).isFalse();
      try (Scope _ = request.makeCurrent()) {
        assertThat(tracing.begin("event.accept", SpanKind.PRODUCER).isRecording()).isFalse();
        assertThat(tracing.headers()).as("of the rating").isNull();
      }
    }
    try (Tracing tracing = asAsked()) {
      assertThat(tracing.serve("GET /", KEPT).getSpanContext().getTraceId()).isEqualTo(TRACE);
      assertThat(tracing.serve("GET /", NOT_KEPT).isRecording()).isFalse();
      assertThat(tracing.serve("GET /", null).isRecording()).isFalse();
    }
  }

  @Test
  void shouldKeepWhatAKeptSpanHasCausedInATraceOfItsOwn() {
    try (Tracing tracing = asAsked()) {
      SpanContext cause = TraceParent.read(KEPT);
      Span request = tracing.serve("GET /", null);
      try (Scope _ = request.makeCurrent()) {
        Span answer = tracing.because(cause, "answer");
        assertThat(answer.isRecording()).isTrue();
        assertThat(answer.getSpanContext().getTraceId())
            .isNotIn(TRACE, request.getSpanContext().getTraceId());
        assertThat(tracing.because(null, "answer").isRecording()).isFalse();
      }
    }
  }
}
