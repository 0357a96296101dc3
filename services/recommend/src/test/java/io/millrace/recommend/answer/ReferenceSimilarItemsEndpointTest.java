package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferenceSimilarItemsEndpointTest {
  private static final String PATH = "/similar_items";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldAnswerInReferenceShapeWhenItemIsKnown() {
    JsonNode json = service.post(PATH, "{\"item_id\":1,\"num_similar\":2}").json();

    assertThat(json.properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly("item_id", "similar_items", "num_similar");
    assertThat(json.path("item_id").isIntegralNumber()).isTrue();
    assertThat(json.path("num_similar").asInt()).isEqualTo(2);
    assertThat(json.path("similar_items")).hasSize(2);
    assertThat(json.path("similar_items").path(0).path("score").isNumber()).isTrue();
  }

  @Test
  void shouldAnswer404WhenItemIsUnknown() {
    Answer answer = service.post(PATH, "{\"item_id\":999}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("detail").asText()).startsWith("item_id: ");
  }
}
