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

  @Test
  void shouldAnswerWhatTheFilterLetsPassWhenGiven() {
    service.put("/v1/items/3", "{\"year\":2001,\"attributes\":{\"minutes\":\"90\"}}");

    assertThat(service.post(PATH, "{\"userId\":9,\"filter\":\"year > 2000\"}").itemIds())
        .containsExactly("3");
    assertThat(
            service
                .post(PATH, "{\"userId\":9,\"filter\":\"not attributes.minutes < 100\"}")
                .itemIds())
        .containsExactlyInAnyOrder("1", "2", "abc");
    assertThat(service.post(PATH, "{\"userId\":9,\"filter\":\"year > 3000\"}").itemIds()).isEmpty();
  }

  @Test
  void shouldNamePlaceAndFieldsWhenFilterIsNone() {
    service.put("/v1/items/3", "{\"attributes\":{\"minutes\":\"90\"}}");
    Answer answer =
        service.post(PATH, "{\"userId\":9,\"filter\":\"year > 2000 and director = 'X'\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faultyFields()).containsExactly("filter");
    assertThat(answer.json().path("detail").asText())
        .isEqualTo(
            "filter: at character 17: must be a field of items, found \"director\"; known are"
                + " itemId, title, year, genre, attributes.minutes, was year > 2000 and director ="
                + " 'X'");
  }

  @Test
  void shouldAnswerSeenItemsAloneWhenAsked() {
    assertThat(service.post(PATH, "{\"userId\":7,\"seen\":\"only\"}").itemIds())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(service.post(PATH, "{\"userId\":7,\"seen\":\"sometimes\"}").status()).isEqualTo(422);
    assertThat(
            service
                .post(PATH, "{\"userId\":7,\"seen\":\"only\",\"includeSeen\":true}")
                .faultyFields())
        .containsExactly("seen");
  }
}
