package io.millrace.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldShowContentAndStatisticsWhenItemIsRated() {
    Answer answer = service.get("/v1/items/2");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("title").asText()).isEqualTo("Jumanji (1995)");
    // Ratings 4 and 3.5: mean 3.75, variance 0.0625.
    assertThat(answer.json().path("ratings").path("count").asInt()).isEqualTo(2);
    assertThat(answer.json().path("ratings").path("mean").asDouble()).isEqualTo(3.75);
    assertThat(answer.json().path("ratings").path("variance").asDouble()).isEqualTo(0.0625);
  }

  @Test
  void shouldRecommendAtOnceWhenItemIsPut() {
    Answer answer =
        service.put("/v1/items/new", "{\"title\":\"New\",\"year\":2001,\"genres\":[\"Drama\"]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(service.get("/v1/users/x/recommendations").itemIds()).contains("new");
    Appended record = service.log().appended(Topics.ITEMS).getLast();
    assertThat(record.key()).isEqualTo("new");
    assertThat(record.timestamp()).isZero();
  }

  @Test
  void shouldHideFromNextAnswerWhenItemBecomesUnavailable() {
    service.put("/v1/items/2", "{\"title\":\"Jumanji\",\"available\":false}");

    assertThat(service.get("/v1/users/x/recommendations").itemIds()).doesNotContain("2");
    assertThat(service.get("/v1/items/2").status()).isEqualTo(200);
  }

  @Test
  void shouldHideFromNextAnswerWhenItsTimeIsUpByTheEventClock() {
    service.put(
        "/v1/items/2", "{\"title\":\"A film\",\"availableUntil\":\"2003-02-28T00:00:00Z\"}");
    service.put(
        "/v1/items/3", "{\"title\":\"A film\",\"availableUntil\":\"2004-02-28T00:00:00Z\"}");

    assertThat(service.get("/v1/users/x/recommendations").itemIds())
        .contains("3")
        .doesNotContain("2");
    assertThat(service.get("/v1/items/2").json().path("availableUntil").asLong())
        .isEqualTo(1046390400000L);
    assertThat(service.put("/v1/items/3", "{\"availableUntil\":\"soon\"}").status()).isEqualTo(400);
  }

  @Test
  void shouldBeGoneFromNextAnswerWhenItemIsDeleted() {
    assertThat(service.delete("/v1/items/2").status()).isEqualTo(204);

    assertThat(service.get("/v1/users/x/recommendations").itemIds()).doesNotContain("2");
    assertThat(service.get("/v1/items/2").status()).isEqualTo(404);
    assertThat(service.get("/v1/items/2/similar").status()).isEqualTo(404);
  }

  @Test
  void shouldAnswer202WhenStateDoesNotGetThereInTime() {
    service.log().stall();

    assertThat(service.delete("/v1/items/2").status()).isEqualTo(202);
  }

  @Test
  void shouldNameEveryFaultWhenFieldsAreWrong() {
    Answer answer =
        service.put(
            "/v1/items/new", "{\"title\":1,\"year\":1995.5,\"genres\":[1],\"colour\":\"\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields())
        .containsExactlyInAnyOrder("title", "year", "genres[0]", "colour");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                            | 400 | body",
        "{\"available\":false}         | 400 | body",
        "{\"title\":null}              | 400 | body",
        "{\"title\":\"\"}              | 422 | title",
        "{\"title\":\" \\t\"}           | 422 | title",
        "{\"year\":1,\"genres\":[\" \"]} | 422 | genres[0]",
        "{\"genres\":[\"War\",\"War\"]}  | 422 | genres[1]"
      })
  void shouldRefuseWhenNothingIsSaidOfTheItem(String body, int status, String field) {
    Answer answer = service.put("/v1/items/new", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.faultyFields()).containsExactly(field);
  }

  @Test
  void shouldRefuseWhenIdInBodyIsNotThePaths() {
    String body = "{\"title\":\"New\",\"itemId\":\"%s\"}";

    assertThat(service.put("/v1/items/new", body.formatted("new")).status()).isEqualTo(200);
    assertThat(service.put("/v1/items/new", body.formatted("old")).status()).isEqualTo(422);
  }
}
