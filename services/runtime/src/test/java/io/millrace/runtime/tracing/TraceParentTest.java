package io.millrace.runtime.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By hand from the W3C's recommendation Trace Context, sections 3.2 and 3.4. */
class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private static Headers carrying(byte[] value) {
    return new RecordHeaders().add("traceparent", value);
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, false",
    // Flags are bits: the lowest is "sampled", others may be set.
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02, false",
    // A later version may have more behind the flags.
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings, true",
  })
  void shouldReadWhatIsOfTheForm(String text, boolean sampled) {
    SpanContext read = TraceParent.read(text);

    assertThat(read.getTraceId()).isEqualTo(TRACE);
    assertThat(read.getSpanId()).isEqualTo(SPAN);
    assertThat(read.isSampled()).isEqualTo(sampled);
    assertThat(read.isRemote()).isTrue();
    assertThat(TraceParent.read(carrying(text.getBytes(US_ASCII)))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "nonsense",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", // no flags
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", // a digit short
        "00-4bf92f3577b34da6a3ce929d0e0e4736a-00f067aa0ba902b-01", // one too many, one short
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01", // no trace
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", // no span
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01", // not lower case
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", // not hexadecimal
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", // not of version 0
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", // no version
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
        "\u00e9\u00e9-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      })
  void shouldPassOverWhatIsNot(String text) {
    assertThat(TraceParent.read(text).isValid()).isFalse();
    assertThat(TraceParent.read(carrying(text.getBytes(ISO_8859_1))).isValid()).isFalse();
  }

  @Test
  void shouldPassOverWhatIsNotThere() {
    assertThat(TraceParent.read((String) null).isValid()).isFalse();
    assertThat(TraceParent.read(new RecordHeaders()).isValid()).isFalse();
    assertThat(TraceParent.read(carrying(new byte[100_000])).isValid()).isFalse();
    assertThat(TraceParent.read(new RecordHeaders().add("traceparent", null)).isValid()).isFalse();
  }

  @Test
  void shouldWriteInPlaceOfAnother() {
    Headers headers = carrying("another".getBytes(US_ASCII)).add("kept", new byte[] {1});
    SpanContext span =
        SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());

    TraceParent.write(span, headers);

    assertThat(headers.toArray()).hasSize(2);
    assertThat(headers.lastHeader("traceparent").value())
        .asString(US_ASCII)
        .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }
}
