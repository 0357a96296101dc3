package io.millrace.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Topics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arms that take other candidates, or rank them otherwise. */
class ArmVariationTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer put(String id, String fields) {
    return service.put("/v1/experiments/" + id, "{" + fields + "}");
  }

  /** Both arms alike, so that every user is in one that has it so. */
  private Answer define(String id, String settings) {
    return put(
        id,
        "\"layer\":\"%s\",\"arms\":[{\"name\":\"a\",%s},{\"name\":\"b\",%s}]"
            .formatted(id, settings, settings));
  }

  private List<String> sources() {
    return service
        .get("/v1/users/7/recommendations")
        .json()
        .path("items")
        .valueStream()
        .flatMap(item -> item.path("sources").valueStream())
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }

  @Test
  void shouldTakeOtherCandidatesWhereTheArmSaysSo() {
    assertThat(sources()).contains("fresh");

    assertThat(define("x", "\"retrieval\":{\"freshCandidates\":0}").status()).isEqualTo(200);

    assertThat(sources()).isNotEmpty().doesNotContain("fresh");
    assertThat(service.delete("/v1/experiments/x").status()).isEqualTo(204);
    assertThat(sources()).contains("fresh");
  }

  /** Experiments of two layers, each with its own setting: the list has both. */
  @Test
  void shouldJoinWhatArmsOfTwoLayersVary() {
    define("x", "\"retrieval\":{\"freshCandidates\":0}");
    define("y", "\"ranker\":{\"enabled\":false},\"retrieval\":{\"candidates\":1}");

    assertThat(sources()).containsExactly("popularity");
  }

  @Test
  void shouldShowWhatTheArmsVary() {
    JsonNode arms =
        put(
                "x",
                """
                "arms":[
                  {"name":"control"},
                  {"name":"new", "ranker":{"ratingWeight":0.4},
                   "retrieval":{"candidates":300,"indexCandidates":250,"transitionCandidates":0}}]
                """)
            .json()
            .path("arms");

    assertThat(arms.path(0).path("ranker").isNull()).isTrue();
    assertThat(arms.path(0).path("retrieval").isNull()).isTrue();
    assertThat(arms.path(1).path("ranker").toString())
        .isEqualTo("{\"enabled\":true,\"ratingWeight\":0.4}");
    assertThat(arms.path(1).path("retrieval").toString())
        .isEqualTo(
            "{\"candidates\":300,\"indexCandidates\":250,\"transitionCandidates\":0,"
                + "\"popularityCandidates\":null,\"freshCandidates\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"retrieval\":{\"candidates\":0}|422|arms[0].retrieval.candidates|must be between 1 and"
            + " 10000",
        "\"retrieval\":{\"candidates\":2.5}|400|arms[0].retrieval.candidates|must be a whole"
            + " number",
        "\"retrieval\":{\"freshCandidates\":501}|422|arms[0].retrieval.freshCandidates|must be"
            + " between 0 and 500",
        "\"retrieval\":{\"popularityCandidates\":-1}|422|arms[0].retrieval.popularityCandidates|must"
            + " be between 0 and 10000",
        "\"retrieval\":{\"similarCandidates\":1}|400|arms[0].retrieval.similarCandidates|is not a"
            + " field here",
        "\"retrieval\":7|400|arms[0].retrieval|must be an object",
        "\"ranker\":{\"ratingWeight\":1.5}|422|arms[0].ranker.ratingWeight|must be between 0 and 1",
        "\"ranker\":{\"enabled\":\"no\"}|400|arms[0].ranker.enabled|must be true or false",
        "\"ranker\":{\"enabled\":false,\"ratingWeight\":0.5}|422|arms[0].ranker.ratingWeight|must"
            + " be absent where enabled is false",
        "\"ranker\":{\"blend\":0.5}|400|arms[0].ranker.blend|is not a field here"
      })
  void shouldNameFieldRuleAndValueWhenASettingIsWrong(
      String settings, int status, String field, String rule) {
    Answer answer = put("x", "\"arms\":[{\"name\":\"a\",%s},{\"name\":\"b\"}]".formatted(settings));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.faultyFields()).containsExactly(field);
    assertThat(answer.json().path("faults").path(0).path("rule").asText()).contains(rule);
    assertThat(service.log().appended(Topics.EXPERIMENTS)).isEmpty();
  }
}
