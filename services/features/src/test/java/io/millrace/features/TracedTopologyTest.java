package io.millrace.features;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.tracing.Tracing;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rating's trace on what comes of it. */
class TracedTopologyTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String ITEM_WORK = "millrace-features-item-work-repartition";

  @TempDir Path dir;

  /** Nobody listens there. */
  private static Tracing tracing() {
    return Tracing.of(
        new TracingSettings("http://127.0.0.1:1", 0, false, 100, Duration.ofSeconds(1)), "test");
  }

  private static Headers from(String traceparent) {
    return new RecordHeaders().add("traceparent", traceparent.getBytes(US_ASCII));
  }

  private static List<String> traces(TopologyDriver driver, String topic) {
    return driver.headers(topic).stream()
        .map(
            headers ->
                headers.toArray().length == 0
                    ? "none"
                    : new String(headers.lastHeader("traceparent").value(), US_ASCII))
        .toList();
  }

  @Test
  void shouldCarryTheTraceToWhatItWritesOfTheUserAndToTheItemsWork() {
    try (Tracing tracing = tracing();
        TopologyDriver driver = TopologyDriver.in(dir, tracing)) {
      driver.rate("u", "i", from("00-" + TRACE + '-' + SPAN + "-01"));

      for (String topic :
          List.of(Topics.USER_FEATURES.name(), Topics.USER_ITEMS.name(), ITEM_WORK)) {
        assertThat(traces(driver, topic))
            .as(topic)
            .isNotEmpty()
            .allMatch(trace -> trace.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), "same trace")
            .noneMatch(trace -> trace.contains(SPAN), "the writer's span");
      }
      assertThat(traces(driver, Topics.ITEM_FEATURES.name())).containsOnly("none");
    }
  }

  @Test
  void shouldCarryNothingOfAnUntracedRating() {
    try (Tracing tracing = tracing();
        TopologyDriver driver = TopologyDriver.in(dir, tracing)) {
      driver.rate("u", "i", from("00-" + TRACE + '-' + SPAN + "-01"));
      driver.headers(Topics.USER_FEATURES.name());

      driver.rate("u", "j", new RecordHeaders());
      driver.rate("u", "k", from("00-" + TRACE + '-' + SPAN + "-00"));
      driver.rate("u", "l", from("nonsense"));

      assertThat(traces(driver, Topics.USER_FEATURES.name()))
          .containsExactly("none", "none", "none");
    }
  }

  @Test
  void shouldCarryNothingWhenOff() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.rate("u", "i", from("00-" + TRACE + '-' + SPAN + "-01"));

      assertThat(traces(driver, Topics.USER_FEATURES.name())).containsExactly("none");
      assertThat(traces(driver, ITEM_WORK)).containsOnly("none");
    }
  }
}
