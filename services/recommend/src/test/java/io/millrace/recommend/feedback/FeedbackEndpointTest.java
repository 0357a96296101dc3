package io.millrace.recommend.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Topics;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackEndpointTest {
  private static final String PATH = "/v1/feedback";
  private static final String CLICK_ON_UNKNOWN =
      "{\"recommendationId\":\"r1\",\"itemId\":\"nowhere\",\"type\":\"click\"}";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldWriteFeedbackWhenItIsValid() {
    Answer answer =
        service.post(PATH, "{\"recommendationId\":\"r1\",\"itemId\":3,\"type\":\"click\"}");

    assertThat(answer.status()).isEqualTo(202);
    Feedback written =
        (Feedback)
            Objects.requireNonNull(service.log().appended(Topics.FEEDBACK).getFirst().value());
    assertThat(written.getRecommendationId()).isEqualTo("r1");
    assertThat(written.getItemIds()).containsExactly("3");
    assertThat(written.getType()).isEqualTo(FeedbackType.CLICK);
  }

  @Test
  void shouldNameEveryFaultWhenFieldsAreWrong() {
    Answer answer = service.post(PATH, "{\"recommendationId\":\"r1\",\"type\":\"like\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields()).containsExactlyInAnyOrder("itemId", "type");
    assertThat(service.log().appended(Topics.FEEDBACK)).isEmpty();
  }

  @Test
  void shouldAnswer404WhenNobodyKnowsTheItem() {
    Answer answer = service.post(PATH, CLICK_ON_UNKNOWN);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("code").asText()).isEqualTo("UNKNOWN_ITEM");
    assertThat(answer.faultyFields()).containsExactly("itemId");
    assertThat(service.log().appended(Topics.FEEDBACK)).isEmpty();
  }

  @Test
  void shouldTakeItWhenTheItemIsRatedButInNoCatalogue() {
    service.rate("7", "nowhere", 4, RunningService.LAST_EVENT);

    assertThat(service.post(PATH, CLICK_ON_UNKNOWN).status()).isEqualTo(202);
  }

  @Test
  void shouldTakeItWhenTheStateIsLoadingAndMayNotKnowTheItemYet() {
    service.loadAgain();

    assertThat(service.post(PATH, CLICK_ON_UNKNOWN).status()).isEqualTo(202);
  }
}
