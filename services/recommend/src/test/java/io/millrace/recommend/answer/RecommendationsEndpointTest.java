package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendationsEndpointTest {
  private static final String PATH = "/v1/recommendations";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldLeaveOutSeenAndExcludedWhenUserIsGiven() {
    Answer answer = service.post(PATH, "{\"userId\":7,\"n\":10,\"exclude\":[3]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactly("abc");
  }

  @Test
  void shouldLeaveOutHistoryWhenSessionIsAnonymous() {
    Answer answer =
        service.post(
            PATH, "{\"history\":[{\"itemId\":\"2\",\"rating\":5},{\"itemId\":\"abc\"}],\"n\":10}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void shouldAnswerWhenHistoryIsEmpty() {
    assertThat(service.post(PATH, "{\"history\":[]}").itemIds()).hasSize(4);
  }

  @Test
  void shouldIncludeSeenWhenAsked() {
    Answer answer = service.post(PATH, "{\"userId\":\"7\",\"includeSeen\":true}");

    assertThat(answer.itemIds()).contains("1", "2");
  }

  @Test
  void shouldNameEveryFaultWhenSeveralFieldsAreWrong() {
    Answer answer =
        service.post(
            PATH,
            "{\"history\":[{\"itemId\":\"\",\"rating\":7}],\"n\":\"ten\",\"exlude\":[],\"includeSeen\":1}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields())
        .containsExactlyInAnyOrder(
            "history[0].itemId", "history[0].rating", "n", "exlude", "includeSeen");
  }

  @Test
  void shouldRefuseWhenNeitherOrBothOfUserAndHistoryAreGiven() {
    assertThat(service.post(PATH, "{\"n\":3}").status()).isEqualTo(400);
    assertThat(service.post(PATH, "{\"userId\":1,\"history\":[]}").faultyFields())
        .containsExactly("userId");
  }
}
