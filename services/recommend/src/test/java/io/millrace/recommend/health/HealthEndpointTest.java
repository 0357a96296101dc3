package io.millrace.recommend.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  @Test
  void shouldBeHealthyWhenNothingIsLoaded() {
    try (RunningService service = RunningService.empty()) {
      assertThat(service.get("/health").text()).isEqualTo("{\"status\":\"healthy\"}");
      assertThat(service.get("/health").status()).isEqualTo(200);
      assertThat(service.get("/health/live").status()).isEqualTo(200);
    }
  }
}
