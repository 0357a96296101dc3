package io.millrace.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldShowProfileAndHistoryNewestFirstWhenUserIsKnown() {
    JsonNode user = service.get("/v1/users/7").json();

    assertThat(user.path("age").asInt()).isEqualTo(25);
    assertThat(user.path("attributes").path("plan").asText()).isEqualTo("free");
    assertThat(user.path("ratings").path("mean").asDouble()).isEqualTo(4.5);
    assertThat(user.path("ratedItems").asInt()).isEqualTo(2);
    assertThat(user.path("recent").findValuesAsText("itemId")).containsExactly("2", "1");
    assertThat(user.path("recent").path(0).path("rating").asDouble()).isEqualTo(4.0);
    assertThat(user.path("recent").path(0).path("title").asText()).isEqualTo("Jumanji (1995)");
  }

  @Test
  void shouldAnswer404WhenUserIsUnknown() {
    assertThat(service.get("/v1/users/nobody").status()).isEqualTo(404);
  }

  @Test
  void shouldReplaceProfileWhenPut() {
    assertThat(service.put("/v1/users/7", "{\"occupation\":\"artist\"}").status()).isEqualTo(200);

    JsonNode user = service.get("/v1/users/7").json();
    assertThat(user.path("occupation").asText()).isEqualTo("artist");
    assertThat(user.path("age").isNull()).isTrue();
    assertThat(service.log().appended(Topics.USERS).getLast().timestamp()).isZero();
  }

  @Test
  void shouldForgetUserAtOnceWhenDeleted() {
    long before = System.currentTimeMillis();
    assertThat(service.delete("/v1/users/7").status()).isEqualTo(204);

    Appended tombstone = service.log().appended(Topics.USERS).getLast();
    assertThat(tombstone.key()).isEqualTo("7");
    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.timestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(service.get("/v1/users/7").status()).isEqualTo(404);
    assertThat(service.get("/v1/users/7/recommendations").itemIds()).contains("1", "2");
  }

  @Test
  void shouldNameEveryFaultWhenFieldsAreWrong() {
    Answer answer = service.put("/v1/users/7", "{\"age\":-1,\"gender\":\"F\",\"attributes\":[]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields()).containsExactlyInAnyOrder("age", "attributes");
  }

  @Test
  void shouldRefuseAttributesWhenTheirNamesHaveNoBound() {
    int before = service.log().appended(Topics.USERS).size();
    String name = "n".repeat(5000);
    Answer answer = service.put("/v1/users/7", "{\"attributes\":{\"%s\":\"x\"}}".formatted(name));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faultyFields()).hasSize(1);
    assertThat(answer.faultyFields().getFirst()).startsWith("attributes.nnn").hasSizeLessThan(400);
    assertThat(service.log().appended(Topics.USERS)).hasSize(before);
  }
}
