package io.millrace.recommend.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessEndpointTest {
  @Test
  void shouldNotBeReadyButAnswerWhenNoModelServes() {
    try (RunningService service = RunningService.withSomeRatings()) {
      Answer answer = service.get("/health/ready");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("waitingFor").asText()).contains("model");
      assertThat(answer.json().path("items").asInt()).isEqualTo(5);
      assertThat(service.get("/v1/users/7/recommendations").status()).isEqualTo(200);
    }
  }

  @Test
  void shouldNameTopicsThatAreLackingAndBeReadyAsFarAsThoseOfExperimentsAre() {
    try (RunningService service = RunningService.withSomeRatings()) {
      service.experimentsLack("experiments.v1");

      assertThat(service.get("/health/ready").json().path("waitingForTopics"))
          .singleElement()
          .satisfies(topic -> assertThat(topic.asText()).isEqualTo("experiments.v1"));
      assertThat(service.experiments().areKnown()).isTrue();
    }
  }

  @Test
  void shouldTellFractionWhenStateIsLoading() {
    try (RunningService service = RunningService.withSomeRatings()) {
      service.loadAgain();
      Answer answer = service.get("/health/ready");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("fractionLoaded").asDouble()).isEqualTo(0.25);
    }
  }

  @Test
  void shouldBeReadyWhenModelServesAndStateHasCaughtUp() {
    assertThat(ready(1, true, true, false, 5)).isTrue();
    assertThat(ready(0.9, false, true, false, 5)).isFalse();
    assertThat(ready(1, true, true, false, 0)).isFalse();
  }

  @Test
  void shouldNotBeReadyBeforeItKnowsWhoIsInWhichExperiment() {
    assertThat(readiness(1, true, false, true, false, 5).ready()).isFalse();
    assertThat(readiness(1, true, false, true, false, 5).waitingFor()).contains("topics");
  }

  @Test
  void shouldNotBeReadyBeforeItIsWarmNorOnceItIsToldToEnd() {
    assertThat(ready(1, true, false, false, 5)).isFalse();
    assertThat(ready(1, true, true, true, 5)).isFalse();
  }

  private static boolean ready(
      double fraction, boolean caughtUp, boolean warm, boolean ending, int items) {
    return readiness(fraction, caughtUp, true, warm, ending, items).ready();
  }

  private static Readiness readiness(
      double fraction,
      boolean caughtUp,
      boolean experimentsKnown,
      boolean warm,
      boolean ending,
      int items) {
    return new Readiness(
        fraction,
        caughtUp,
        true,
        experimentsKnown,
        true,
        warm,
        ending,
        "g000001",
        items,
        2,
        5,
        List.of());
  }
}
