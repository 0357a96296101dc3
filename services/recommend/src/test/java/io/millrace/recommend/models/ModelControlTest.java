package io.millrace.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.Patience;
import io.millrace.recommend.Records;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.generation.NamedModel;
import io.millrace.recommend.generation.Publication;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelControlTest {
  private final RunningService service = RunningService.withSomeRatings(NamedModel.factory());
  private final RunningService other = RunningService.withSomeRatings(NamedModel.factory());

  @BeforeEach
  void publishThree() {
    service.log().follow(other.shelf().handlers());
    for (RunningService replica : List.of(service, other)) {
      replica.modelsRead(10);
      for (String generation : List.of("g000001", "g000002", "g000003")) {
        new Publication(replica.shelf()).publish(generation);
      }
    }
    awaitServing(service, "g000003");
    awaitServing(other, "g000003");
  }

  @AfterEach
  void stop() {
    service.close();
    other.close();
  }

  private static void awaitServing(RunningService replica, String generation) {
    Patience.until(
        () -> replica.get("/v1/models").json().path("serving").asText().equals(generation),
        generation + " serves");
  }

  private static String named(String generation) {
    return "{\"modelVersion\":\"%s\"}".formatted(generation);
  }

  private Control lastCommand() {
    Appended written = service.log().appended(Topics.CONTROL).getLast();
    return (Control) Objects.requireNonNull(written.value());
  }

  @Test
  void shouldTakeBackABadModelOnEveryReplicaInOneCall() {
    long begin = System.nanoTime();
    Answer answer = service.post("/v1/models/rollback", "");
    double millis = (System.nanoTime() - begin) / 1e6;

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("applied").asBoolean()).isTrue();
    assertThat(answer.json().path("serving").asText()).isEqualTo("g000002");
    assertThat(answer.json().path("pinned").asText()).isEqualTo("g000002");
    awaitServing(other, "g000002");
    System.out.printf("roll-back answered after %.1f ms%n", millis);
    assertThat(lastCommand().getCommand()).isEqualTo(ControlCommand.PIN);
    assertThat(lastCommand().getRequestedBy()).isEqualTo("POST /v1/models/rollback");
  }

  @Test
  void shouldHoldPinnedOneOnEveryReplicaUntilUnpinned() {
    assertThat(service.post("/v1/models/pin", named("g000001")).status()).isEqualTo(200);
    awaitServing(other, "g000001");
    JsonNode models = service.get("/v1/models").json();
    assertThat(models.path("pinned").asText()).isEqualTo("g000001");
    assertThat(models.path("command").path("command").asText()).isEqualTo("pin");

    assertThat(service.delete("/v1/models/pin").status()).isEqualTo(200);
    awaitServing(service, "g000003");
    awaitServing(other, "g000003");
    assertThat(service.get("/v1/models").json().path("pinned").isNull()).isTrue();
  }

  @Test
  void shouldServeWithoutModelAndStayReadyWhenGenerationZeroIsPinned() {
    assertThat(service.post("/v1/models/pin", named("g000000")).status()).isEqualTo(200);

    awaitServing(other, "g000000");
    assertThat(service.get("/health/ready").status()).isEqualTo(200);
    Answer again = service.post("/v1/models/rollback", "{}");
    assertThat(again.status()).isEqualTo(409); // never forth: what is newer may be what was bad
    assertThat(again.json().path("detail").asText()).contains("nothing before g000000");
    assertThat(service.delete("/v1/models/pin").status()).isEqualTo(200);
    awaitServing(other, "g000003");
  }

  @Test
  void shouldPromoteShadowAndEndShadowing() {
    service.post("/v1/models/pin", named("g000001"));
    assertThat(service.post("/v1/models/shadow", named("g000003")).status()).isEqualTo(200);

    Answer answer = service.post("/v1/models/promote", named("g000003"));

    assertThat(answer.json().path("serving").asText()).isEqualTo("g000003");
    awaitServing(other, "g000003");
    JsonNode models = service.get("/v1/models").json();
    assertThat(models.path("pinned").isNull()).isTrue();
    assertThat(models.path("shadow").isNull()).isTrue();
  }

  @Test
  void shouldScoreAndLogWithoutShowingWhenShadowed() {
    assertThat(service.post("/v1/models/shadow", named("g000002")).status()).isEqualTo(200);
    Answer shown = service.get("/v1/users/7/recommendations?n=5");
    assertThat(shown.json().path("modelVersion").asText()).isEqualTo("g000003");

    Patience.until(() -> shadow().path("scored").asInt() == 1, "the shadow scored");
    assertThat(shadow().path("modelVersion").asText()).isEqualTo("g000002");
    assertThat(shadow().path("requests").asInt()).isEqualTo(1);
    assertThat(shadow().path("shareScored").asDouble()).isEqualTo(1);
    assertThat(shadow().path("overlapAt10").asDouble()).isEqualTo(1);
    assertThat(shadow().path("tookMs").path("p50").asDouble()).isPositive();
    Patience.until(() -> !unseen().isEmpty(), "it is on the topic");
    Feedback logged = unseen().getFirst();
    assertThat(logged.getRecommendationId())
        .isEqualTo(shown.json().path("recommendationId").asText());
    assertThat(logged.getModelVersion()).isEqualTo("g000002");
    assertThat(logged.getItemIds()).containsExactly("1");

    assertThat(service.delete("/v1/models/shadow").status()).isEqualTo(200);
    assertThat(shadow().isNull()).isTrue();
  }

  private JsonNode shadow() {
    return service.get("/v1/models").json().path("shadow");
  }

  private List<Feedback> unseen() {
    return service.log().appended(Topics.FEEDBACK).stream()
        .map(a -> (Feedback) Objects.requireNonNull(a.value()))
        .filter(feedback -> feedback.getType() == FeedbackType.SHADOW)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pin", "promote", "shadow"})
  void shouldTellWhatThereIsWhenVersionIsUnknownOrRetired(String command) {
    new Publication(service.shelf()).publish("g000004");
    Records.feed(
        service.shelf().handlers(),
        Records.of(Topics.MODEL_MANIFESTS, "g000004", (byte[]) null, 0, 0));
    for (String generation : List.of("g000004", "g999999", "nonsense")) {
      Answer answer = service.post("/v1/models/" + command, named(generation));

      assertThat(answer.status()).as(answer.text()).isEqualTo(404);
      assertThat(answer.json().path("code").asText()).isEqualTo("UNKNOWN_MODEL");
      assertThat(answer.json().path("detail").asText())
          .contains("g000003, g000002, g000001, g000000");
      assertThat(answer.faultyFields()).containsExactly("modelVersion");
    }
    assertThat(service.log().appended(Topics.CONTROL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pin", "promote", "shadow"})
  void shouldTellWhyWhenVersionWasRefusedOrIsIncompleteOrCorrupt(String command) {
    Records.feed(
        service.shelf().handlers(),
        Records.of(
            Topics.MODEL_MANIFESTS,
            "g000004",
            Publication.manifest("g000004", GateVerdict.REFUSED, "ndcg@10 too low"),
            0,
            0));
    Answer refused = service.post("/v1/models/" + command, named("g000004"));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.json().path("detail").asText()).contains("ndcg@10 too low");

    service.modelsRead(9);
    Answer incomplete = service.post("/v1/models/" + command, named("g000001"));
    assertThat(incomplete.status()).as(incomplete.text()).isEqualTo(409);
    assertThat(incomplete.json().path("code").asText()).isEqualTo("MODEL_UNAVAILABLE");
    assertThat(incomplete.json().path("detail").asText()).contains("not all of its rows");
    assertThat(service.log().appended(Topics.CONTROL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|modelVersion",
        "{\"modelVersion\":true}|modelVersion",
        "{\"modelVersion\":null}|modelVersion",
        "{\"modelVersion\":\"g000001\",\"force\":true}|force",
        "[]|body"
      })
  void shouldNameFieldWhenBodyIsWrong(String body, String field) {
    for (String command : List.of("pin", "promote", "shadow")) {
      Answer answer = service.post("/v1/models/" + command, body);

      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.faultyFields()).contains(field);
    }
    assertThat(service.log().appended(Topics.CONTROL)).isEmpty();
  }

  @Test
  void shouldRefuseToShadowWhatServes() {
    Answer answer = service.post("/v1/models/shadow", named("g000003"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").asText()).contains("another generation");
  }

  @Test
  void shouldRefuseFieldsWhenRollBackNamesSome() {
    assertThat(service.post("/v1/models/rollback", named("g000001")).status()).isEqualTo(400);
    assertThat(service.delete("/v1/models/pin?force=true").status()).isEqualTo(400);
    assertThat(service.log().appended(Topics.CONTROL)).isEmpty();
  }

  @Test
  void shouldAnswer503WhenTopicTakesNoCommand() {
    service.log().breakDown();

    assertThat(service.post("/v1/models/rollback", "").status()).isEqualTo(503);
    assertThat(service.get("/v1/models").json().path("serving").asText()).isEqualTo("g000003");
  }

  @Test
  void shouldAnswer202WhenThisReplicaDoesNotReadTheCommandInTime() {
    service.log().stall();

    Answer answer = service.post("/v1/models/rollback", "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().path("applied").asBoolean()).isFalse();
  }

  @Test
  void shouldCompareMeasurements() {
    JsonNode json = service.get("/v1/models/compare?a=g000001&b=g000003").json();

    assertThat(json.path("a").path("modelVersion").asText()).isEqualTo("g000001");
    assertThat(json.path("b").path("state").asText()).isEqualTo("serving");
    assertThat(json.path("difference").path("ndcg@10").asDouble()).isZero();
    assertThat(json.path("abovePopularity").path("a").path("ndcg@10").asDouble())
        .isEqualTo(0.1 - 0.02);
    assertThat(json.path("sameRatings").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a=g000001, 400, b",
    "a=g000001&b=g000009, 404, b",
    "a=x&b=g000001, 404, a",
    "a=g000001&b=g000002&c=3, 400, c"
  })
  void shouldNameParameterWhenComparisonIsWrong(String query, int status, String field) {
    Answer answer = service.get("/v1/models/compare?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.faultyFields()).containsExactly(field);
  }
}
