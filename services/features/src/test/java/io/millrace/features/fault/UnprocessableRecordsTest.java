package io.millrace.features.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeatureMetrics;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class UnprocessableRecordsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final UnprocessableRecords handler = new UnprocessableRecords();

  private Response failOn(Exception failure) {
    handler.configure(Map.of(UnprocessableRecords.METRICS, new FeatureMetrics(registry)));
    ErrorHandlerContext context =
        new DefaultErrorHandlerContext(
            null,
            "ratings.v1",
            0,
            17,
            new RecordHeaders(),
            "users",
            new TaskId(0, 0),
            5,
            bytes("ann"),
            bytes("rating"));
    return handler.handleError(context, new Record<>("ann", "decoded", 5), failure);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private double counted() {
    return registry.get("millrace.features.rejects").tag("code", "internal").counter().count();
  }

  @Test
  void shouldRejectAndCountARecordThatAProcessorFailsOn() {
    Response response = failOn(new IllegalStateException("why"));

    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords())
        .singleElement()
        .satisfies(
            sent -> {
              Reject reject = Topics.REJECTS.codec().decode(sent.value());
              assertThat(reject.getCode()).isEqualTo("INTERNAL");
              assertThat(reject.getReason()).contains("users").contains("why");
            });
    assertThat(counted()).isEqualTo(1);
  }

  /** That is no fault of the record, which is tried again. */
  @Test
  void shouldNeitherRejectNorCountWhenTheBrokerFails() {
    Response response = failOn(new TimeoutException("no broker"));

    assertThat(response.result()).isEqualTo(Result.FAIL);
    assertThat(response.deadLetterQueueRecords()).isEmpty();
    assertThat(counted()).isZero();
  }
}
