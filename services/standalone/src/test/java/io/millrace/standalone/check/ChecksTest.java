package io.millrace.standalone.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.check.Checks.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers 202 to everything, and talks on the WebSocket as documented. */
class ChecksTest {
  private static final String LIST =
      "{\"type\":\"recommendations\",\"cause\":\"%s\",\"items\":[{\"itemId\":\"77\"}]}";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private volatile boolean refuses;
  private HttpServer server = vertx.createHttpServer();

  @BeforeEach
  void serve() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(202).end())
            .webSocketHandler(socket -> socket.textMessageHandler(text -> answer(socket, text)))
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private void answer(ServerWebSocket socket, String text) {
    said.add(text);
    if (text.contains("\"subscribe\"")) {
      socket.writeTextMessage(LIST.formatted("subscribed"));
    } else if (text.contains("\"event\"")) {
      String type = refuses ? "error" : "event";
      socket.writeTextMessage("{\"type\":\"" + type + "\",\"code\":\"WHY\"}");
      socket.writeTextMessage(LIST.formatted("user"));
    } else {
      socket.writeTextMessage("{\"type\":\"unsubscribed\"}");
    }
  }

  private Api api() {
    return new Api("http://127.0.0.1:" + server.actualPort());
  }

  @Test
  void shouldAskForATrainingOnlyWhereThatIsWanted() throws Exception {
    try (Api api = api()) {
      assertThat(new Checks(api, true).run())
          .filteredOn(Outcome::ok)
          .extracting(Outcome::endpoint)
          .contains("POST /v1/models/train");
      assertThat(new Checks(api, false).run())
          .extracting(Outcome::endpoint)
          .contains("GET /docs", "GET /openapi.json")
          .doesNotContain("POST /v1/models/train");
    }
  }

  @Test
  void shouldSendAnEventOnTheStreamAndWaitForTheListItChanges() throws Exception {
    try (Api api = api()) {
      List<Outcome> outcomes = new StreamCheck(api, "probe").run();

      assertThat(outcomes).allMatch(Outcome::ok);
      assertThat(outcomes)
          .extracting(Outcome::endpoint)
          .containsExactly(
              "WS   /v1/stream subscribe",
              "WS   /v1/stream subscribe",
              "WS   /v1/stream event",
              "WS   /v1/stream unsubscribe");
      assertThat(said)
          .containsExactly(
              "{\"subscribe\":{\"userId\":\"probe\",\"n\":5}}",
              "{\"subscribe\":{\"userId\":\"probe\",\"n\":5,\"seen\":\"include\","
                  + "\"filter\":\"itemId = '77'\"}}",
              "{\"event\":{\"userId\":\"probe\",\"itemId\":\"77\",\"rating\":5}}",
              "{\"unsubscribe\":{\"userId\":\"probe\"}}");
    }
  }

  @Test
  void shouldTellWhatTheStreamRefused() throws Exception {
    refuses = true;
    try (Api api = api()) {
      List<Outcome> outcomes = new StreamCheck(api, "probe").run();

      assertThat(outcomes).hasSize(3);
      assertThat(outcomes.getLast().ok()).isFalse();
      assertThat(outcomes.getLast().detail()).contains("WHY");
    }
  }
}
