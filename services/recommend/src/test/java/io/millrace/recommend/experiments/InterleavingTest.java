package io.millrace.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.experiment.Label;
import io.millrace.recommend.InMemoryLog.Appended;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of two arms: four items that user 9, who has rated nothing, may be shown. */
class InterleavingTest {
  private static final String DEFINITION =
      "{\"method\":\"interleaving\",\"arms\":[{\"name\":\"control\"},"
          + "{\"name\":\"diverse\",\"diversity\":0.3}]}";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer define() {
    return service.put("/v1/experiments/x", DEFINITION);
  }

  private List<Feedback> impressions() {
    return service.log().appended(Topics.FEEDBACK).stream()
        .map(Appended::value)
        .map(value -> (Feedback) Objects.requireNonNull(value))
        .toList();
  }

  /** Every item of the list is one team's, and the teams are as large as turns make them. */
  @Test
  void shouldTellWhoseEachItemIsWhenListIsInterleaved() {
    assertThat(define().json().path("method").asText()).isEqualTo("interleaving");

    List<String> shown = service.get("/v1/users/9/recommendations?n=4").itemIds();

    Feedback impression = impressions().getLast();
    assertThat(impression.getItemIds()).isEqualTo(shown).hasSize(4);
    List<Label> labels = Label.all(impression.getArm());
    assertThat(labels).extracting(Label::arm).containsExactly("control", "diverse");
    assertThat(labels.getFirst().of(shown)).hasSize(2);
    assertThat(labels.getLast().of(shown)).hasSize(2);
    assertThat(labels.getFirst().of(shown)).doesNotContainAnyElementsOf(labels.getLast().of(shown));
  }

  @Test
  void shouldRepeatNoItemOnLaterPagesOfAnInterleavedList() {
    define();

    Answer first = service.post("/v1/recommendations", "{\"userId\":\"9\",\"n\":2}");
    Answer second =
        service.post(
            "/v1/recommendations",
            "{\"userId\":\"9\",\"n\":2,\"cursor\":\"%s\"}"
                .formatted(first.json().path("next").asText()));

    List<String> shown = new ArrayList<>(first.itemIds());
    shown.addAll(second.itemIds());
    assertThat(shown).containsExactlyInAnyOrder("1", "2", "3", "abc");
  }

  @Test
  void shouldNotInterleaveWhenCallerGivesItemsPlaces() {
    define();

    service.post(
        "/v1/recommendations",
        "{\"userId\":\"9\",\"n\":4,\"pin\":[{\"itemId\":\"3\",\"place\":2}]}");

    assertThat(impressions().getLast().getItemIds().get(1)).isEqualTo("3");
    assertThat(impressions().getLast().getArm()).isNull();
  }
}
