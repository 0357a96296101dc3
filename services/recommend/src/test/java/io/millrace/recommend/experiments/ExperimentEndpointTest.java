package io.millrace.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.experiment.Label;
import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.Patience;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.generation.NamedModel;
import io.millrace.recommend.generation.Publication;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentTally;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentEndpointTest {
  private static final String ARMS =
      "\"arms\":[{\"name\":\"control\"},{\"name\":\"diverse\",\"diversity\":0.3}]";

  private final RunningService service = RunningService.withSomeRatings(NamedModel.factory());

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer put(String id, String fields) {
    return service.put("/v1/experiments/" + id, "{" + fields + "}");
  }

  private void count(String arm, long revision, int partition, long users, long clickers) {
    ExperimentTally tally =
        new ExperimentTally("x", revision, arm, users, users, clickers, clickers, 0L, 0L, 1L);
    var _ =
        service.log().append(Topics.EXPERIMENT_RESULTS, Keys.tally("x", arm, partition), tally, 1);
  }

  @Test
  void shouldDefineShowAndEndAnExperiment() {
    Answer made = put("x", "\"description\":\"less of the same\",\"traffic\":0.5," + ARMS);

    assertThat(made.status()).as(made.text()).isEqualTo(200);
    JsonNode json = service.get("/v1/experiments/x").json();
    assertThat(json.path("description").asText()).isEqualTo("less of the same");
    assertThat(json.path("traffic").asDouble()).isEqualTo(0.5);
    assertThat(json.path("arms").findValuesAsText("name")).containsExactly("control", "diverse");
    assertThat(json.path("arms").path(1).path("share").asDouble()).isEqualTo(0.5);
    assertThat(json.path("arms").path(1).path("clicked").path("pValue").asDouble()).isEqualTo(1);
    assertThat(json.path("arms").path(0).path("clicked").has("pValue")).isFalse();
    assertThat(service.get("/v1/experiments").json().path("experiments")).hasSize(1);

    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(204);
    assertThat(service.get("/v1/experiments/x").status()).isEqualTo(404);
    assertThat(service.get("/v1/experiments").json().path("experiments")).isEmpty();
  }

  @Test
  void shouldTellEstimatesOfAllPartitionsAndPassOverAnEarlierRevision() {
    long revision = put("x", ARMS).json().path("revision").asLong();
    count("control", revision, 0, 500, 40);
    count("control", revision, 1, 500, 60);
    count("diverse", revision, 0, 1000, 200);
    count("diverse", revision - 1, 1, 9000, 9000);

    JsonNode arm = service.get("/v1/experiments/x").json().path("arms").path(1);

    assertThat(arm.path("users").asLong()).isEqualTo(1000);
    JsonNode clicked = arm.path("clicked");
    assertThat(clicked.path("users").asLong()).isEqualTo(200);
    assertThat(clicked.path("rate").path("value").asDouble()).isEqualTo(0.2);
    assertThat(clicked.path("rate").path("low").asDouble()).isBetween(0.1, 0.2);
    assertThat(clicked.path("ratio").path("value").asDouble()).isCloseTo(2, within(1e-9));
    assertThat(clicked.path("ratio").path("low").asDouble()).isBetween(1.0, 2.0);
    assertThat(clicked.path("ratio").path("high").asDouble()).isBetween(2.0, 4.0);
    assertThat(clicked.path("differs").asBoolean()).isTrue();
    assertThat(arm.path("liked").path("differs").asBoolean()).isFalse();
  }

  @Test
  void shouldCountAnewOnlyWhenMoreThanTheWordsChange() {
    long first = put("x", ARMS).json().path("revision").asLong();

    assertThat(put("x", "\"description\":\"words\"," + ARMS).json().path("revision").asLong())
        .isEqualTo(first);
    assertThat(put("x", "\"traffic\":0.5," + ARMS).json().path("revision").asLong())
        .isGreaterThan(first);
  }

  @Test
  void shouldJudgeByWhatItWroteAndHasNotReadYet() {
    service.log().stall();
    assertThat(put("x", "\"traffic\":0.6," + ARMS).status()).isEqualTo(200);

    assertThat(put("y", "\"traffic\":0.6," + ARMS).json().path("code").asText())
        .isEqualTo("EXPERIMENTS_OVERLAP");
    assertThat(put("y", "\"traffic\":0.4," + ARMS).status()).isEqualTo(200);
    assertThat(service.get("/v1/experiments").json().path("experiments")).hasSize(2);
    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(204);
    assertThat(service.get("/v1/experiments/x").status()).isEqualTo(404);
    assertThat(put("z", "\"traffic\":0.6," + ARMS).status()).isEqualTo(200);
  }

  @Test
  void shouldKnowWhatItWroteBeforeWhenTheLogDoesNotTakeTheNext() {
    service.log().stall();
    assertThat(put("x", "\"description\":\"first\"," + ARMS).status()).isEqualTo(200);
    service.log().breakDown();

    assertThat(put("x", "\"description\":\"second\"," + ARMS).status()).isEqualTo(503);
    assertThat(service.get("/v1/experiments/x").json().path("description").asText())
        .isEqualTo("first");
    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(503);
    assertThat(service.get("/v1/experiments").json().path("experiments")).hasSize(1);
  }

  @Test
  void shouldKnowNothingOfWhatTheLogDidNotTake() {
    service.log().breakDown();

    assertThat(put("x", ARMS).status()).isEqualTo(503);
    assertThat(service.get("/v1/experiments/x").status()).isEqualTo(404);
  }

  /** A definition there was would get another salt, and its count would begin anew. */
  @Test
  void shouldChangeNothingBeforeAllThatThereWasHasBeenRead() {
    assertThat(put("x", ARMS).status()).isEqualTo(200);
    service.experimentsRead(false);

    for (Answer answer : List.of(put("x", ARMS), service.delete("/v1/experiments/x"))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.json().path("code").asText()).isEqualTo("LOADING");
      assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
    }
    assertThat(service.log().appended(Topics.EXPERIMENTS)).hasSize(1);
    service.experimentsRead(true);
    assertThat(put("x", ARMS).status()).isEqualTo(200);
  }

  @Test
  void shouldNameTopicsThatAreLackingWhenNothingCanBeDefined() {
    service.experimentsLack("experiments.v1");

    Answer answer = put("x", ARMS);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").asText()).contains("experiments.v1", "do not exist");
    assertThat(service.log().appended(Topics.EXPERIMENTS)).isEmpty();
  }

  @Test
  void shouldShareOutALayerWhenManyAreDefinedAtOnce() {
    service.log().stall();

    List<Integer> statuses =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> put("x" + i, "\"traffic\":0.2," + ARMS).status())
            .toList();

    assertThat(statuses).containsOnly(200, 409).filteredOn(status -> status == 200).hasSize(5);
    assertThat(
            service.log().appended(Topics.EXPERIMENTS).stream()
                .map(written -> (Experiment) Objects.requireNonNull(written.value()))
                .map(Experiment::getFirstBucket))
        .containsExactlyInAnyOrder(0, 2000, 4000, 6000, 8000);
  }

  @Test
  void shouldNameTheArmInTheImpressionAndLeaveOutAnonymousSessions() {
    long revision = put("x", ARMS).json().path("revision").asLong();
    service.get("/v1/users/7/recommendations?n=2");
    service.post("/v1/recommendations", "{\"userId\":\"7\",\"n\":2}");
    service.post("/v1/recommendations", "{\"history\":[{\"itemId\":\"1\"}],\"n\":2}");

    List<Feedback> shown = impressions();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(0).getArm()).matches("x@" + revision + ":(control|diverse)");
    assertThat(shown.get(1).getArm()).isEqualTo(shown.get(0).getArm());
    assertThat(shown.get(2).getArm()).isNull();
  }

  private List<Feedback> impressions() {
    return service.log().appended(Topics.FEEDBACK).stream()
        .map(Appended::value)
        .map(value -> (Feedback) Objects.requireNonNull(value))
        .toList();
  }

  @Test
  void shouldAnswerWithTheArmsModelOnceItIsBuilt() {
    service.modelsRead(10);
    for (String generation : List.of("g000001", "g000002", "g000003")) {
      new Publication(service.shelf()).publish(generation);
    }
    Patience.until(
        () -> service.get("/v1/models").json().path("serving").asText().equals("g000003"),
        "g000003 serves");
    String arms =
        "\"arms\":[{\"name\":\"a\",\"modelVersion\":\"g000001\"},"
            + "{\"name\":\"b\",\"modelVersion\":\"g000001\"}]";
    assertThat(put("x", arms).status()).isEqualTo(200);

    Patience.until(
        () ->
            service
                .get("/v1/users/7/recommendations?n=1")
                .json()
                .path("modelVersion")
                .asText()
                .equals("g000001"),
        "the arm's model answers");
    assertThat(impressions().getLast().getArm()).isNotNull();
    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(204);
    assertThat(service.get("/v1/users/7/recommendations?n=1").json().path("modelVersion").asText())
        .isEqualTo("g000003");
  }

  /** What serves is compared with the shadow, and not what an arm has in its place. */
  @Test
  void shouldCompareNoArmsModelWithTheShadow() {
    service.modelsRead(10);
    for (String generation : List.of("g000001", "g000002", "g000003")) {
      new Publication(service.shelf()).publish(generation);
    }
    Patience.until(() -> answeredBy().equals("g000003"), "g000003 serves");
    assertThat(service.post("/v1/models/shadow", "{\"modelVersion\":\"g000002\"}").status())
        .isEqualTo(200);
    assertThat(put("x", both("g000001")).status()).isEqualTo(200);
    Patience.until(() -> answeredBy().equals("g000001"), "the arm's model answers");
    long before = comparedWithTheShadow();

    assertThat(answeredBy()).isEqualTo("g000001");
    assertThat(comparedWithTheShadow()).isEqualTo(before);
    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(204);
    assertThat(answeredBy()).isEqualTo("g000003");
    assertThat(comparedWithTheShadow()).isEqualTo(before + 1);
  }

  private long comparedWithTheShadow() {
    return service.get("/v1/models").json().path("shadow").path("requests").asLong();
  }

  /** Else the other arm's users alone would be counted. */
  @Test
  void shouldShowNeitherArmWhereOneOfTheirModelsIsNotBuilt() {
    service.modelsRead(10);
    Publication publication = new Publication(service.shelf());
    List.of("g000001", "g000002", "g000003").forEach(publication::publish);
    String arms =
        "\"arms\":[{\"name\":\"control\"},{\"name\":\"old\",\"modelVersion\":\"g000001\"}]";
    assertThat(put("x", arms).json().path("stale").asBoolean(true)).isFalse();
    Patience.until(() -> !arms().isEmpty(), "an arm is shown");

    publication.retire("g000001");

    Patience.until(() -> arms().isEmpty(), "no arm is shown");
    for (int user = 0; user < 20; user++) {
      service.get("/v1/users/" + user + "/recommendations?n=1");
      assertThat(impressions().getLast().getArm()).as("user %d", user).isNull();
    }
    JsonNode json = service.get("/v1/experiments/x").json();
    assertThat(json.path("stale").asBoolean()).isTrue();
    assertThat(json.path("arms").path(0).path("stale").asBoolean()).isFalse();
    assertThat(json.path("arms").path(1).path("stale").asBoolean()).isTrue();
    assertThat(service.get("/v1/experiments").json().path("experiments").path(0)).isEqualTo(json);
  }

  /** Whatever the field: shouldJoinWhatArmsOfTwoLayersVary has the same of retrieval. */
  @Test
  void shouldAnswerAsTheOlderExperimentSaysWhereTwoLayersNameAModel() {
    service.modelsRead(10);
    for (String generation : List.of("g000001", "g000002", "g000003")) {
      new Publication(service.shelf()).publish(generation);
    }
    for (String older : List.of("g000001", "g000002")) {
      String younger = older.equals("g000001") ? "g000002" : "g000001";
      assertThat(put("a", "\"layer\":\"a\"," + both(older)).status()).isEqualTo(200);
      assertThat(put("b", "\"layer\":\"b\"," + both(younger)).status()).isEqualTo(200);

      Patience.until(() -> arms().size() == 2, "both arms are shown");
      assertThat(answeredBy()).isEqualTo(older);
      assertThat(service.delete("/v1/experiments/a").status()).isEqualTo(204);
      assertThat(answeredBy()).isEqualTo(younger);
      assertThat(service.delete("/v1/experiments/b").status()).isEqualTo(204);
    }
  }

  private static String both(String generation) {
    return "\"arms\":[{\"name\":\"x\",\"modelVersion\":\"%1$s\"},{\"name\":\"y\",\"modelVersion\":\"%1$s\"}]"
        .formatted(generation);
  }

  private String answeredBy() {
    return service.get("/v1/users/7/recommendations?n=1").json().path("modelVersion").asText();
  }

  private List<Label> arms() {
    answeredBy();
    return Label.all(impressions().getLast().getArm());
  }

  @Test
  void shouldGiveExperimentsOfALayerUsersOfTheirOwnUntilThereAreNone() {
    assertThat(put("x", "\"traffic\":0.6," + ARMS).status()).isEqualTo(200);
    Answer overlapping = put("y", "\"traffic\":0.5," + ARMS);

    assertThat(overlapping.status()).as(overlapping.text()).isEqualTo(409);
    assertThat(overlapping.json().path("code").asText()).isEqualTo("EXPERIMENTS_OVERLAP");
    assertThat(overlapping.json().path("detail").asText()).contains("x");
    assertThat(put("y", "\"traffic\":0.4," + ARMS).status()).isEqualTo(200);
    assertThat(put("z", "\"layer\":\"models\"," + ARMS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"arms\":[]|422|arms",
        "\"arms\":[{\"name\":\"a\"}]|422|arms",
        "\"arms\":5|400|arms",
        "\"arms\":[{\"name\":\"a\"},{\"name\":\"a\"}]|422|arms[1].name",
        "\"arms\":[{\"name\":\"A b\"},{\"name\":\"b\"}]|422|arms[0].name",
        "\"arms\":[{},{\"name\":\"b\"}]|400|arms[0].name",
        "\"arms\":[{\"name\":\"a\",\"share\":0.7},{\"name\":\"b\",\"share\":0.7}]|422|arms",
        "\"arms\":[{\"name\":\"a\",\"share\":1.5},{\"name\":\"b\",\"share\":0.5}]|422|arms[0].share",
        "\"arms\":[{\"name\":\"a\",\"share\":0},{\"name\":\"b\",\"share\":1}]|422|arms[0].share",
        "\"arms\":[{\"name\":\"a\",\"colour\":1},{\"name\":\"b\"}]|400|arms[0].colour",
        "\"arms\":[{\"name\":\"a\",\"modelVersion\":\"g9\"},{\"name\":\"b\"}]|422|arms[0].modelVersion",
        "\"arms\":[{\"name\":\"a\",\"diversity\":2},{\"name\":\"b\"}]|422|arms[0].diversity",
        "\"traffic\":1.1,\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]|422|traffic",
        "\"traffic\":0,\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]|422|traffic",
        "\"layer\":\"L 1\",\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]|422|layer",
        "\"method\":\"bandit\",\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]|422|method",
        "\"method\":\"interleaving\",\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]|422|arms",
        "\"method\":\"interleaving\",\"arms\":[{\"name\":\"a\",\"share\":0.4},{\"name\":\"b\",\"share\":0.6}]|422|arms[0].share",
        "\"winner\":\"a\",\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]|400|winner"
      })
  void shouldNameFieldWhenDefinitionIsWrong(String fields, int status, String field) {
    Answer answer = put("x", fields);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.faultyFields()).contains(field);
    assertThat(service.log().appended(Topics.EXPERIMENTS)).isEmpty();
  }

  @Test
  void shouldRefuseWhenIdIsNoNameOrUnknown() {
    assertThat(put("A%20b", ARMS).status()).isEqualTo(422);
    assertThat(service.get("/v1/experiments/none").json().path("code").asText())
        .isEqualTo("UNKNOWN_EXPERIMENT");
    assertThat(service.delete("/v1/experiments/none").status()).isEqualTo(404);
    assertThat(service.get("/v1/experiments?n=1").status()).isEqualTo(400);
  }
}
