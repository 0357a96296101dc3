package io.millrace.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Topics;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldWriteCommandToTrainerWhenAsked() {
    Answer answer = service.post("/v1/models/train", "");

    assertThat(answer.status()).isEqualTo(202);
    Appended written = service.log().appended(Topics.CONTROL).getFirst();
    assertThat(written.key()).isEqualTo("training");
    Control control = (Control) Objects.requireNonNull(written.value());
    assertThat(control.getCommand()).isEqualTo(ControlCommand.RETRAIN);
    assertThat(control.getRequestId()).isEqualTo(answer.json().path("requestId").asText());
  }

  @Test
  void shouldTakeEmptyObjectForNoBodyWhenAsked() {
    assertThat(service.post("/v1/models/train", "{}").status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "nonsense", " ", "5", "null", "[]", "{} {}", "{\"now\":true}"})
  void shouldAnswer400AndWriteNothingWhenBodyIsNoEmptyObject(String body) {
    Answer answer = service.post("/v1/models/train", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(service.log().appended(Topics.CONTROL)).isEmpty();
  }
}
