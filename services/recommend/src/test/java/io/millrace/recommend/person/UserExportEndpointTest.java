package io.millrace.recommend.person;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.Patience;
import io.millrace.recommend.Records;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserExportEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();
  private final AtomicInteger closed = new AtomicInteger();

  @BeforeEach
  void hold() {
    service.persons(
        userId ->
            userId.equals("ann ä/1")
                ? Stream.of(profile(userId)).onClose(closed::incrementAndGet)
                : Stream.empty());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static ObjectNode profile(String userId) {
    User user = new User(userId, new Demographics(33, null, null, null), Map.of());
    return PersonLine.record(Topics.USERS, Records.of(Topics.USERS, userId, user, 5, 9));
  }

  private static List<JsonNode> lines(Answer answer) {
    return answer.text().lines().map(l -> Json.read(l.getBytes(StandardCharsets.UTF_8))).toList();
  }

  @Test
  void shouldAnswerWhatIsHeldOfThePersonAsLines() {
    Answer answer = service.get("/v1/users/ann%20%C3%A4%2F1/export");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("application/x-ndjson");
    List<JsonNode> lines = lines(answer);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().path("userId").asText()).isEqualTo("ann ä/1");
    assertThat(lines.getLast())
        .isEqualTo(
            Json.read(
                """
                {"topic":"users.v1","partition":0,"offset":9,"timestamp":5,"record":{"userId":"ann ä/1",
                 "demographics":{"age":33,"gender":null,"occupation":null,"zipCode":null},"attributes":{}}}
                """
                    .getBytes(StandardCharsets.UTF_8)));
    Patience.until(() -> closed.get() == 1, "the reading is closed");
  }

  @Test
  void shouldTellTheArmsOfExperimentsUnderWay() {
    service.put(
        "/v1/experiments/x", "{\"arms\":[{\"name\":\"only\",\"share\":0.5},{\"name\":\"other\"}]}");

    List<JsonNode> lines = lines(service.get("/v1/users/7/export"));

    assertThat(lines).hasSize(2);
    JsonNode experiment = lines.getLast().path("experiment");
    assertThat(experiment.path("experimentId").asText()).isEqualTo("x");
    assertThat(experiment.path("arm").asText()).isIn("only", "other");
  }

  @Test
  void shouldHoldNothingOfSomebodyUnknown() {
    Answer answer = service.get("/v1/users/nobody/export");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(lines(answer)).hasSize(1);
  }

  @Test
  void shouldCloseTheReadingWhenOnlyTheHeadIsAskedFor() {
    Answer answer =
        service.send(
            "/v1/users/ann%20%C3%A4%2F1/export",
            request -> request.method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
    Patience.until(() -> closed.get() == 1, "the reading is closed");
  }

  @Test
  void shouldAnswer503WhenTheTopicsCannotBeRead() {
    service.persons(
        userId -> {
          throw new RequestFault(ErrorCode.LOG_UNAVAILABLE, "the topics cannot be read");
        });

    Answer answer = service.get("/v1/users/7/export");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("code").asText()).isEqualTo("LOG_UNAVAILABLE");
  }
}
