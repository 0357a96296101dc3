package io.millrace.recommend.trainings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingEpoch;
import io.millrace.schemas.TrainingPoint;
import io.millrace.schemas.TrainingState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingsEndpointTest {
  private final RunningService service = RunningService.empty();

  @AfterEach
  void stop() {
    service.close();
  }

  private void tell(String id, TrainingState state, long updatedAt) {
    Training training = new Training();
    training.setTrainingId(id);
    training.setTrigger("schedule");
    training.setState(state);
    training.setStartedAt(updatedAt - 10_000);
    training.setUpdatedAt(updatedAt);
    training.setEngine("fused");
    training.setDevice("cpu");
    training.setRatings(1000);
    training.setPhase("retrieval");
    training.setEpoch(2);
    training.setEpochs(5);
    training.setFraction(0.3);
    training.setStep(2);
    training.setSteps(13);
    training.setFit("candidate");
    training.setLoss(3.25);
    training.setCurve(List.of(new TrainingPoint("retrieval", 1.5, 3.25, updatedAt)));
    training.setHistory(
        List.of(new TrainingEpoch("candidate", "retrieval", 1, 4.0, 0.05, 2.5, updatedAt)));
    var _ = service.log().append(Topics.TRAININGS, id, training, updatedAt);
  }

  @Test
  void shouldTellNoneWhenThereIsNone() {
    JsonNode json = service.get("/v1/trainings").json();

    assertThat(json.path("running").isNull()).isTrue();
    assertThat(json.path("trainings")).isEmpty();
  }

  @Test
  void shouldTellHowTheRunningOneGoesAndTheOthersNewestFirst() {
    tell("t0000000000001", TrainingState.REFUSED, 20_000);
    tell("t0000000000002", TrainingState.RUNNING, System.currentTimeMillis());

    JsonNode json = service.get("/v1/trainings").json();

    JsonNode running = json.path("running");
    assertThat(running.path("trainingId").asText()).isEqualTo("t0000000000002");
    assertThat(running.path("percent").asDouble()).isEqualTo(30);
    assertThat(running.path("step").asInt()).isEqualTo(2);
    assertThat(running.path("steps").asInt()).isEqualTo(13);
    assertThat(running.path("fit").asText()).isEqualTo("candidate");
    assertThat(running.path("loss").asDouble()).isEqualTo(3.25);
    assertThat(running.path("curve").path(0).path("epoch").asDouble()).isEqualTo(1.5);
    assertThat(running.path("history").path(0).path("ndcg").asDouble()).isEqualTo(0.05);
    assertThat(json.path("trainings").findValuesAsText("trainingId"))
        .containsExactly("t0000000000002", "t0000000000001");
    assertThat(json.path("trainings").path(1).path("state").asText()).isEqualTo("refused");
    assertThat(service.get("/v1/trainings?n=1").json().path("trainings")).hasSize(1);
  }

  @Test
  void shouldCallSilentWhatNothingIsHeardOf() {
    tell("t0000000000001", TrainingState.RUNNING, System.currentTimeMillis() - 60_000);

    JsonNode json = service.get("/v1/trainings").json();

    assertThat(json.path("running").isNull()).isTrue();
    assertThat(json.path("trainings").path(0).path("state").asText()).isEqualTo("silent");
  }

  @Test
  void shouldHoldABoundedNumberAndForgetTheTombstoned() {
    for (int i = 0; i < 150; i++) {
      tell("t%013d".formatted(i), TrainingState.PUBLISHED, 20_000);
    }
    var _ = service.log().append(Topics.TRAININGS, "t%013d".formatted(149), null, 0);

    JsonNode all = service.get("/v1/trainings?n=100").json().path("trainings");

    assertThat(all).hasSize(99);
    assertThat(all.path(0).path("trainingId").asText()).isEqualTo("t0000000000148");
  }

  @ParameterizedTest
  @CsvSource({"n=0, 422", "n=101, 422", "n=x, 400", "m=1, 400"})
  void shouldRefuseWhenParameterIsWrong(String query, int status) {
    assertThat(service.get("/v1/trainings?" + query).status()).isEqualTo(status);
  }
}
