package io.millrace.recommend.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import org.junit.jupiter.api.Test;

class OperationsEndpointTest {
  @Test
  void shouldTellTimesAndSizesWhenRequestsWereAnswered() {
    try (RunningService service = RunningService.withSomeRatings()) {
      service.get("/health/ready");
      service.get("/v1/users/7/recommendations");
      service.get("/v1/users/7/recommendations?n=0");
      service.post("/v1/events?wait=applied", "{\"userId\":7,\"itemId\":3,\"rating\":4}");

      JsonNode json = service.get("/v1/operations").json();

      assertThat(json.path("answers").path("count").asInt()).isEqualTo(1);
      assertThat(json.path("answers").path("p99Ms").asDouble()).isPositive();
      assertThat(json.path("freshness").path("count").asInt()).isEqualTo(1);
      assertThat(json.path("itemFreshness").path("count").asInt()).isEqualTo(1);
      assertThat(json.path("requests").path("total").asInt()).as("without the probe").isEqualTo(3);
      assertThat(json.path("requests").path("refused").asInt()).isEqualTo(1);
      assertThat(json.path("readiness").path("items").asInt()).isEqualTo(5);
      assertThat(json.path("lag").path("features").isNull()).isTrue();
      assertThat(json.path("eventClock").asLong()).isGreaterThan(RunningService.LAST_EVENT - 1);
    }
  }

  @Test
  void shouldNameParameterWhenItIsNone() {
    try (RunningService service = RunningService.empty()) {
      Answer answer = service.get("/v1/operations?since=1");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.faultyFields()).containsExactly("since");
    }
  }
}
