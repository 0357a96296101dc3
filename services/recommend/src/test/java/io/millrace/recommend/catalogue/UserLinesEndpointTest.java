package io.millrace.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserLinesEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer send(String body) {
    return service.send(
        "POST", "/v1/users?wait=applied", "application/x-ndjson", BodyPublishers.ofString(body));
  }

  @Test
  void shouldPutEachProfile() {
    Answer answer =
        send(
            """
            {"userId":"n1","age":31,"gender":"F","occupation":"artist","attributes":{"plan":"paid"}}
            {"userId":"n2","age":151}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().path("faults").findValuesAsText("field")).containsExactly("age");
    assertThat(service.get("/v1/users/n1").json().path("occupation").asText()).isEqualTo("artist");
  }

  @Test
  void shouldGiveBackWhatItTakes() {
    String all = service.get("/v1/users?format=ndjson").text();

    assertThat(all.lines())
        .containsExactly(
            "{\"userId\":\"7\",\"age\":25,\"gender\":\"F\",\"occupation\":\"student\","
                + "\"zipCode\":\"55117\",\"attributes\":{\"plan\":\"free\"}}");
    assertThat(send(all).json().path("accepted").asInt()).isEqualTo(1);
  }

  @Test
  void shouldAnswer415WhenTheBodyIsDeclaredAsSomethingElse() {
    assertThat(service.post("/v1/users", "{\"userId\":\"n1\"}").status()).isEqualTo(415);
  }
}
