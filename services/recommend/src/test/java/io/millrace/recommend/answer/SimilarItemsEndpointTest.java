package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimilarItemsEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldListOtherAvailableItemsWhenItemIsKnown() {
    Answer answer = service.get("/v1/items/1/similar?n=10");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactlyInAnyOrder("2", "3", "abc");
  }

  @Test
  void shouldAnswer404WhenItemIsUnknown() {
    Answer answer = service.get("/v1/items/999/similar");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("code").asText()).isEqualTo("UNKNOWN_ITEM");
    assertThat(answer.json().path("detail").asText()).contains("999");
  }
}
