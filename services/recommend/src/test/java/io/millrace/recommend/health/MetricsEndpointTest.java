package io.millrace.recommend.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
  @Test
  void shouldTellTimesByEndpointWhenRequestsWereAnswered() {
    try (RunningService service = RunningService.withSomeRatings()) {
      service.get("/v1/users/7/recommendations");
      service.post("/v1/events?wait=applied", "{\"userId\":7,\"itemId\":3,\"rating\":4}");

      String metrics = service.get("/metrics").text();

      assertThat(metrics)
          .contains("millrace_recommend_requests_seconds_count")
          .contains("endpoint=\"/v1/users/:userId/recommendations\"")
          .contains("le=\"0.005\"")
          .contains("millrace_recommend_freshness_seconds_count 1");
    }
  }
}
