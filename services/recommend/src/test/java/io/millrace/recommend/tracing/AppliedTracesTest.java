package io.millrace.recommend.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.runtime.tracing.TracingSettings;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppliedTracesTest {
  private static final String STATE = "user-features.v1";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String KEPT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  /** Nobody listens there. */
  private final Tracing tracing =
      Tracing.of(
          new TracingSettings("http://127.0.0.1:1", 0, false, 100, Duration.ofSeconds(1)), "test");

  private final List<ConsumerRecord<byte[], byte[]>> applied = new ArrayList<>();
  private boolean loaded = true;
  private final AppliedTraces traces = new AppliedTraces(tracing, () -> loaded);
  private final Map<String, Handler> handlers = traces.follow(Map.of(STATE, applied::add));

  @AfterEach
  void close() {
    tracing.close();
  }

  private void read(String user, byte @Nullable [] value, String traceparent) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(STATE, 0, applied.size(), user.getBytes(US_ASCII), value);
    record.headers().add("traceparent", traceparent.getBytes(US_ASCII));
    requireNonNull(handlers.get(STATE)).accept(record);
    assertThat(applied).last().isSameAs(record);
  }

  @Test
  void shouldTellOnceOfAnEventAndOfItsUserOnly() {
    read("ann", new byte[] {1}, KEPT);

    assertThat(traces.take("bob")).isNull();
    SpanContext told = requireNonNull(traces.take("ann"));
    assertThat(told.getTraceId()).isEqualTo(TRACE);
    assertThat(told.getSpanId()).isNotEqualTo("00f067aa0ba902b7");
    assertThat(traces.take("ann")).isNull();
  }

  @Test
  void shouldRememberBeforeAnybodyCanKnowThatItIsApplied() {
    Handler handler = record -> assertThat(traces.take("ann")).isNotNull();
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(STATE, 0, 0, "ann".getBytes(US_ASCII), new byte[] {1});
    record.headers().add("traceparent", KEPT.getBytes(US_ASCII));

    requireNonNull(traces.follow(Map.of(STATE, handler)).get(STATE)).accept(record);
  }

  @Test
  void shouldPassOverWhatWasThereAtTheStartAndWhatIsNotKept() {
    loaded = false;
    read("ann", new byte[] {1}, KEPT);
    loaded = true;
    read("bob", new byte[] {1}, KEPT.replace("-01", "-00"));
    read("cid", new byte[] {1}, "nonsense");

    assertThat(traces.take("ann")).isNull();
    assertThat(traces.take("bob")).isNull();
    assertThat(traces.take("cid")).isNull();
  }

  @Test
  void shouldForgetADeletedUser() {
    read("ann", new byte[] {1}, KEPT);
    read("ann", null, KEPT);

    assertThat(traces.take("ann")).isNull();
  }

  @Test
  void shouldLeaveHandlersAsTheyAreWhenOff() {
    Map<String, Handler> own = Map.of(STATE, applied::add);

    assertThat(new AppliedTraces(Tracing.off(), () -> true).follow(own)).isSameAs(own);
  }
}
