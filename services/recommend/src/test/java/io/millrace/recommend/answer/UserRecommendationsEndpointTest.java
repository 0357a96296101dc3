package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Topics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserRecommendationsEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldListUnseenAvailableItemsWithTitlesWhenUserIsKnown() {
    Answer answer = service.get("/v1/users/7/recommendations?n=10");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactlyInAnyOrder("3", "abc");
    assertThat(answer.json().path("items").valueStream().map(i -> i.path("title").asText()))
        .containsExactlyInAnyOrder("Heat (1995)", "Brazil (1985)");
    assertThat(answer.json().path("modelVersion").asText()).isEqualTo("g000000");
    assertThat(answer.json().path("tookMs").isNumber()).isTrue();
    assertThat(answer.json().path("items").path(0).path("sources").path(0).asText())
        .isEqualTo("popularity");
  }

  @Test
  void shouldAnswerMostPopularFirstWhenUserIsUnknown() {
    Answer answer = service.get("/v1/users/nobody/recommendations?n=2");

    assertThat(answer.itemIds()).containsExactly("2", "1");
  }

  @Test
  void shouldListRatedItemsWhenSeenAreIncluded() {
    Answer answer = service.get("/v1/users/7/recommendations?n=10&includeSeen=true");

    assertThat(answer.itemIds()).containsExactlyInAnyOrder("1", "2", "3", "abc");
  }

  @Test
  void shouldDecodeIdWhenItIsPercentEncoded() {
    assertThat(service.get("/v1/users/caf%C3%A9%20%3F/recommendations").status()).isEqualTo(200);
  }

  @Test
  void shouldWriteImpressionWhenListIsAnswered() {
    Answer answer = service.get("/v1/users/7/recommendations?n=1");

    List<Feedback> written =
        service.log().appended(Topics.FEEDBACK).stream().map(a -> (Feedback) a.value()).toList();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().getType()).isEqualTo(FeedbackType.IMPRESSION);
    assertThat(written.getFirst().getRecommendationId())
        .isEqualTo(answer.json().path("recommendationId").asText());
    assertThat(written.getFirst().getItemIds()).isEqualTo(answer.itemIds());
    assertThat(written.getFirst().getModelVersion()).isEqualTo("g000000");
    assertThat(written.getFirst().getUserId()).isEqualTo("7");
  }

  @Test
  void shouldWriteNoImpressionWhenUserIsProbe() {
    service.get("/v1/users/__probe-1/recommendations");

    assertThat(service.log().appended(Topics.FEEDBACK)).isEmpty();
  }

  @Test
  void shouldAnswerAllTheSameWhenLogIsBroken() {
    service.log().breakDown();

    assertThat(service.get("/v1/users/7/recommendations").status()).isEqualTo(200);
  }

  @Test
  void shouldAskToTryLaterWhenThereIsNoCatalogue() {
    try (RunningService loading = RunningService.empty()) {
      Answer answer = loading.get("/v1/users/7/recommendations");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("code").asText()).isEqualTo("LOADING");
      assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void shouldSteerListAsABodyWouldWhenParametersSayHow() {
    String path = "/v1/users/9/recommendations?";
    service.put("/v1/items/3", "{\"title\":\"Heat\",\"year\":2001,\"genres\":[\"Crime\"]}");

    assertThat(service.get(path + "filter=year%20%3E%202000").itemIds()).containsExactly("3");
    assertThat(service.get(path + "filter=genre=%27Drama%27&exclude=2,abc").itemIds())
        .containsExactly("1");
    assertThat(service.get(path + "cap=year:1,genre:2").itemIds()).hasSize(2).contains("3");
    assertThat(service.get("/v1/users/7/recommendations?seen=only").itemIds())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(
            service
                .get(path + "n=4&exploration=0.5&diversity=0.1")
                .json()
                .path("items")
                .findValuesAsText("placement"))
        .containsExactly("explored", "explored");
  }

  @Test
  void shouldGiveACursorThatGetAndPostBothTake() {
    Answer whole = service.get("/v1/users/9/recommendations?n=4&diversity=0.5");
    Answer first = service.get("/v1/users/9/recommendations?n=2&diversity=0.5");
    String next = first.json().path("next").asText();
    Answer second = service.get("/v1/users/9/recommendations?n=2&diversity=0.5&cursor=" + next);
    Answer posted =
        service.post(
            "/v1/recommendations",
            "{\"userId\":\"9\",\"n\":2,\"diversity\":0.5,\"cursor\":\"%s\"}".formatted(next));

    assertThat(whole.itemIds()).startsWith(first.itemIds().toArray(String[]::new)).hasSize(4);
    assertThat(second.itemIds()).isEqualTo(whole.itemIds().subList(2, 4));
    assertThat(posted.itemIds()).isEqualTo(second.itemIds());
    assertThat(service.get("/v1/users/8/recommendations?diversity=0.5&cursor=" + next).status())
        .isEqualTo(422);
  }

  @Test
  void shouldTellWhyEachItemIsThere() {
    // Of two users who rated 2, one rated 3 right after it.
    service.rate("8", "3", 5, RunningService.LAST_EVENT + 1000);
    Answer answer = service.get("/v1/users/7/recommendations?n=10");

    JsonNode heat = answer.json().path("items").path(answer.itemIds().indexOf("3"));
    assertThat(heat.path("reasons").findValuesAsText("kind"))
        .containsExactly("follows", "fresh", "popular");
    JsonNode follows = heat.path("reasons").path(0);
    assertThat(follows.path("itemId").asText()).isEqualTo("2");
    assertThat(follows.path("title").asText()).isEqualTo("Jumanji (1995)");
    assertThat(follows.path("text").asText()).isEqualTo("Often rated after Jumanji (1995)");
    assertThat(heat.has("explanation")).isFalse();
    JsonNode brazil = answer.json().path("items").path(answer.itemIds().indexOf("abc"));
    assertThat(brazil.path("reasons").findValuesAsText("kind")).doesNotContain("follows");
    assertThat(brazil.path("reasons").findValuesAsText("text"))
        .contains("New: nobody has rated it yet");
  }

  @Test
  void shouldAddSourceScoresWhenExplained() {
    service.rate("8", "3", 5, RunningService.LAST_EVENT + 1000);
    Answer answer = service.get("/v1/users/7/recommendations?n=10&explain=true");

    JsonNode heat = answer.json().path("items").path(answer.itemIds().indexOf("3"));
    JsonNode sources = heat.at("/explanation/sources");
    // 3 is all that follows 2, the newest of two; nothing is known to follow 1 but 2.
    assertThat(sources.at("/transitions/rank").asInt()).isEqualTo(1);
    assertThat((float) sources.at("/transitions/score").asDouble()).isEqualTo((float) (1 / 1.75));
    assertThat(sources.at("/popularity/score").asDouble()).isCloseTo(1, within(0.01));
    assertThat(heat.at("/explanation/features").isObject()).isTrue();
    assertThat(service.get("/v1/users/7/recommendations?explain=1").faultyFields())
        .containsExactly("explain");
  }
}
