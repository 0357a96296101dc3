package io.millrace.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchEndpointsTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldPutBeginningsBeforeWordsBeforeInsidesWhenTitlesAreSearched() {
    service.item("t1", "Story of Us, The (1999)", true);
    service.item("t2", "History Boys (2006)", true);

    assertThat(service.get("/v1/items?query=STORY").itemIds()).containsExactly("t1", "1", "t2");
  }

  @Test
  void shouldPutOftenRatedFirstAndLeaveHiddenOutWhenNothingIsSearched() {
    assertThat(service.get("/v1/items").itemIds()).containsExactly("2", "1", "3", "abc");
    assertThat(service.get("/v1/items?query=hidden").itemIds()).isEmpty();
  }

  @Test
  void shouldLeaveExpiredOutWhenTitlesAreSearched() {
    service.put(
        "/v1/items/3", "{\"title\":\"Heat (1995)\",\"availableUntil\":\"1999-01-01T00:00:00Z\"}");

    assertThat(service.get("/v1/items?query=heat").itemIds()).isEmpty();
  }

  @Test
  void shouldTellTitleYearGenresAndRatingsWhenItemIsFound() {
    JsonNode item = service.get("/v1/items?query=jumanji").json().path("items").path(0);

    assertThat(item.path("title").asText()).isEqualTo("Jumanji (1995)");
    assertThat(item.path("year").asInt()).isEqualTo(1995);
    assertThat(item.path("genres").path(0).asText()).isEqualTo("Drama");
    assertThat(item.path("ratings").path("mean").asDouble()).isEqualTo(3.75);
  }

  @Test
  void shouldListUsersShortIdsFirstAndNoProbeWhenUsersAreSearched() {
    service.rate("17", "1", 4, RunningService.LAST_EVENT);
    service.rate(Ids.PROBE_PREFIX + "7", "1", 4, RunningService.LAST_EVENT);

    JsonNode users = service.get("/v1/users?query=7").json().path("users");

    assertThat(users.findValuesAsText("userId")).containsExactly("7", "17");
    assertThat(users.path(0).path("ratedItems").asInt()).isEqualTo(2);
    assertThat(users.path(0).path("genres").isArray()).isTrue();
  }

  @Test
  void shouldTellGenresYearsAndAttributesWhenCatalogueIsAsked() {
    service.put(
        "/v1/items/n",
        "{\"title\":\"N\",\"year\":2001,\"genres\":[\"War\"],\"attributes\":{\"mood\":\"grim\"}}");

    JsonNode json = service.get("/v1/catalogue").json();

    assertThat(json.path("items").asInt()).isEqualTo(5);
    assertThat(json.path("genres").findValuesAsText("genre")).containsExactly("Drama", "War");
    assertThat(json.path("genres").path(0).path("items").asInt()).isEqualTo(4);
    assertThat(json.path("years").path("from").asInt()).isEqualTo(1995);
    assertThat(json.path("years").path("to").asInt()).isEqualTo(2001);
    assertThat(json.path("attributes").path(0).asText()).isEqualTo("mood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"available\":false", "\"availableUntil\":\"1999-01-01T00:00:00Z\""})
  void shouldTellNothingOfItemsThatMayNotBeRecommendedNow(String unavailable) {
    service.put(
        "/v1/items/n",
        "{\"title\":\"N\",\"year\":2001,\"genres\":[\"War\"],\"attributes\":{\"mood\":\"grim\"},"
            + unavailable
            + "}");

    JsonNode json = service.get("/v1/catalogue").json();

    assertThat(json.path("items").asInt()).isEqualTo(4);
    assertThat(json.path("genres").findValuesAsText("genre")).containsExactly("Drama");
    assertThat(json.path("years").path("to").asInt()).isEqualTo(1995);
    assertThat(json.path("attributes").isEmpty()).isTrue();
  }

  @Test
  void shouldTellYearAndGenresWhenItemsAreListed() {
    JsonNode listed = service.get("/v1/users/7/recommendations").json().path("items").path(0);
    JsonNode recent = service.get("/v1/users/7").json().path("recent").path(0);

    assertThat(listed.path("year").asInt()).isEqualTo(1995);
    assertThat(listed.path("genres").path(0).asText()).isEqualTo("Drama");
    assertThat(recent.path("year").asInt()).isEqualTo(1995);
    assertThat(recent.path("genres").path(0).asText()).isEqualTo("Drama");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/items?n=0, 422, n",
    "/v1/items?n=101, 422, n",
    "/v1/items?n=x, 400, n",
    "/v1/items?q=x, 400, q",
    "/v1/users?n=101, 422, n",
    "/v1/users?q=x, 400, q",
    "/v1/catalogue?n=1, 400, n"
  })
  void shouldNameParameterWhenItIsWrong(String path, int status, String field) {
    Answer answer = service.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.faultyFields()).containsExactly(field);
  }

  @Test
  void shouldNameRuleWhenQueryIsTooLong() {
    Answer answer = service.get("/v1/users?query=" + "x".repeat(201));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("faults").path(0).path("rule").asText())
        .isEqualTo("must have at most 200 characters");
  }
}
