package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferenceRecommendationsEndpointTest {
  private static final String PATH = "/recommendations";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldAnswerInReferenceShapeWhenIdIsNumber() {
    JsonNode json = service.post(PATH, "{\"user_id\":1,\"num_recommendations\":2}").json();

    assertThat(json.properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly("user_id", "recommendations", "num_recommendations");
    assertThat(json.path("user_id").isIntegralNumber()).isTrue();
    assertThat(json.path("user_id").asInt()).isEqualTo(1);
    assertThat(json.path("num_recommendations").asInt()).isEqualTo(2);
    assertThat(json.path("recommendations")).hasSize(2);
    assertThat(json.path("recommendations").path(0).path("item_id").isIntegralNumber()).isTrue();
    assertThat(json.path("recommendations").path(0).path("score").isNumber()).isTrue();
  }

  @Test
  void shouldAnswerTextWhenIdIsNoCanonicalInteger() {
    JsonNode json = service.post(PATH, "{\"user_id\":\"007\"}").json();

    assertThat(json.path("user_id").isTextual()).isTrue();
    assertThat(json.path("recommendations").findValues("item_id"))
        .anyMatch(id -> id.isTextual() && id.asText().equals("abc"));
  }

  @Test
  void shouldAnswerNumberWhenCanonicalIntegerComesAsText() {
    assertThat(service.post(PATH, "{\"user_id\":\"7\"}").json().path("user_id").isNumber())
        .isTrue();
  }

  @Test
  void shouldRefuseWhenUserIsMissing() {
    Answer answer = service.post(PATH, "{\"num_recommendations\":2}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields()).containsExactly("user_id");
  }
}
