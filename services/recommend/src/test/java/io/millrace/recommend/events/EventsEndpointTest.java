package io.millrace.recommend.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.Records;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsEndpointTest {
  private static final String PATH = "/v1/events";
  private static final String APPLIED = PATH + "?wait=applied";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private List<RatingEvent> sent() {
    return service.log().appended(Topics.RATINGS).stream()
        .map(a -> (RatingEvent) a.value())
        .skip(3)
        .toList();
  }

  @Test
  void shouldChangeNextAnswerWhenEventIsApplied() {
    assertThat(service.get("/v1/users/9/recommendations").itemIds()).contains("3");

    Answer answer =
        service.post(APPLIED, "{\"userId\":9,\"itemId\":3,\"rating\":4.5,\"eventId\":\"e1\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("applied").asBoolean()).isTrue();
    assertThat(service.get("/v1/users/9/recommendations").itemIds()).doesNotContain("3");
    assertThat(sent()).hasSize(1);
    assertThat(sent().getFirst().getUserId()).isEqualTo("9");
    assertThat(sent().getFirst().getEventId()).isEqualTo("e1");
  }

  @Test
  void shouldTellWhenALaterRatingHolds() {
    String rating = "{\"userId\":7,\"itemId\":1,\"rating\":%s,\"timestamp\":%d}";
    long held = RunningService.LAST_EVENT - 2000;

    Answer older = service.post(APPLIED, rating.formatted(1, held - 1));
    Answer newer = service.post(APPLIED, rating.formatted(2, held + 1));

    assertThat(older.status()).isEqualTo(200);
    assertThat(older.json().at("/events/0/applied").asBoolean()).isTrue();
    assertThat(older.json().at("/events/0/superseded").asBoolean()).isTrue();
    assertThat(newer.json().at("/events/0/superseded").asBoolean(true)).isFalse();
  }

  @Test
  void shouldStampWithEventClockAndTellWhenTimestampIsAbsent() {
    JsonNode event =
        service
            .post(PATH, "{\"userId\":\"9\",\"itemId\":\"3\",\"rating\":4}")
            .json()
            .path("events")
            .path(0);

    assertThat(event.path("stamped").asBoolean()).isTrue();
    assertThat(event.path("timestamp").asLong())
        .isBetween(RunningService.LAST_EVENT, RunningService.LAST_EVENT + 600_000);
    assertThat(sent().getFirst().getTimestamp()).isEqualTo(event.path("timestamp").asLong());
  }

  @Test
  void shouldKeepTimestampWhenGivenAsMillisecondsOrIso() {
    service.post(
        PATH, "{\"userId\":\"9\",\"itemId\":\"3\",\"rating\":4,\"timestamp\":978300760000}");
    JsonNode event =
        service
            .post(
                PATH,
                "{\"userId\":\"9\",\"itemId\":\"1\",\"rating\":4,\"timestamp\":\"2001-01-01T00:12:40+02:00\"}")
            .json()
            .path("events")
            .path(0);

    assertThat(event.path("stamped").asBoolean()).isFalse();
    assertThat(sent())
        .extracting(RatingEvent::getTimestamp)
        .containsExactly(978300760000L, Instant.parse("2000-12-31T22:12:40Z").toEpochMilli());
  }

  @Test
  void shouldAskToTryLaterWhenEventWithoutTimestampComesWhileLoading() {
    service.loadAgain();

    Answer refused = service.post(PATH, "{\"userId\":\"9\",\"itemId\":\"3\",\"rating\":4}");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("LOADING");
    assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("1");
    assertThat(sent()).isEmpty();
    String stamped = "{\"userId\":\"9\",\"itemId\":\"3\",\"rating\":4,\"timestamp\":978300760000}";
    assertThat(service.post(PATH, stamped).status()).isEqualTo(202);
  }

  @Test
  void shouldStampRecordWithWallClockWhenEventIsAheadOfIt() {
    long ahead = System.currentTimeMillis() + 3_600_000;

    service.post(
        PATH, "{\"userId\":\"9\",\"itemId\":\"3\",\"rating\":4,\"timestamp\":" + ahead + "}");

    assertThat(sent()).extracting(RatingEvent::getTimestamp).containsExactly(ahead);
    assertThat(service.log().appended(Topics.RATINGS).getLast().timestamp())
        .isLessThanOrEqualTo(System.currentTimeMillis());
  }

  @Test
  void shouldTakeAllInOrderWhenArrayIsSent() {
    Answer answer =
        service.post(
            APPLIED,
            "[{\"userId\":9,\"itemId\":3,\"rating\":4},{\"userId\":9,\"itemId\":1,\"rating\":2}]");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(sent()).extracting(RatingEvent::getItemId).containsExactly("3", "1");
  }

  @Test
  void shouldSendNothingWhenOneOfSeveralIsWrong() {
    Answer answer =
        service.post(
            PATH, "[{\"userId\":9,\"itemId\":3,\"rating\":4},{\"userId\":9,\"rating\":\"NaN\"}]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields()).containsExactlyInAnyOrder("[1].itemId", "[1].rating");
    assertThat(sent()).isEmpty();
  }

  @Test
  void shouldNameEveryFaultOfEveryEventOnceWhenSeveralAreWrong() {
    Answer answer =
        service.post(
            PATH,
            "[{\"userId\":\"\",\"itemId\":3,\"rating\":7,\"timestamp\":-1},"
                + "{\"userId\":9,\"itemId\":3,\"rating\":0.7,\"timestamp\":99999999999999},"
                + "{\"userId\":9,\"itemId\":3,\"stars\":1,\"timestamp\":-1},7]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields())
        .containsExactlyInAnyOrder(
            "[0].userId",
            "[0].rating",
            "[0].timestamp",
            "[1].rating",
            "[1].timestamp",
            "[2].rating",
            "[2].stars",
            "[2].timestamp",
            "[3]");
  }

  @Test
  void shouldAnswer202WithoutAppliedWhenNobodyWaits() {
    Answer answer = service.post(PATH, "{\"userId\":9,\"itemId\":3,\"rating\":4}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().has("applied")).isFalse();
    assertThat(answer.json().path("events").path(0).path("offset").asLong()).isEqualTo(3);
  }

  @Test
  void shouldAnswer202NotAppliedWhenStateDoesNotGetThereInTime() {
    service.log().stall();

    Answer answer = service.post(APPLIED, "{\"userId\":9,\"itemId\":3,\"rating\":4}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("applied").asBoolean(true)).isFalse();
    assertThat(service.state().applied().waiting()).isZero();
  }

  @Test
  void shouldAnswerApplied200WhenSameEventIsSentAgain() {
    String event = "{\"userId\":9,\"itemId\":3,\"rating\":4,\"timestamp\":978300760000}";
    service.post(APPLIED, event);

    assertThat(service.post(APPLIED, event).status()).isEqualTo(200);
  }

  @Test
  void shouldAnswer422WithReasonWhenStreamRejects() {
    service.log().stall();
    Reject reject =
        new Reject("ratings.v1", 0, 3L, 0L, "INVALID_RATING", "rating: no", null, null, 0L, "");
    Records.feed(
        service.state().rejectHandlers(),
        Records.of(Topics.REJECTS, "ratings.v1-0-3", reject, 0, 0));

    Answer answer = service.post(APPLIED, "{\"userId\":9,\"itemId\":3,\"rating\":4}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(service.state().itemProgress().waiting()).isZero();
    assertThat(answer.json().path("code").asText()).isEqualTo("EVENT_REJECTED");
    assertThat(answer.json().path("detail").asText()).contains("INVALID_RATING: rating: no");
  }

  @Test
  void shouldAnswer503WhenLogDoesNotTakeIt() {
    service.log().breakDown();

    Answer answer = service.post(PATH, "{\"userId\":9,\"itemId\":3,\"rating\":4}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("code").asText()).isEqualTo("LOG_UNAVAILABLE");
  }

  @Test
  void shouldRefuseWhenArrayIsEmptyOrTooLong() {
    assertThat(service.post(PATH, "[]").status()).isEqualTo(422);
    String many = "[" + "1,".repeat(1000) + "1]";
    assertThat(service.post(PATH, many).status()).isEqualTo(422);
  }

  @Test
  void shouldRefuseWhenWaitIsUnknown() {
    assertThat(service.post(PATH + "?wait=forever", "{}").status()).isEqualTo(400);
  }
}
