package io.millrace.standalone.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.standalone.Main;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that notes the key of every request, and answers 202 to all. */
class ApiKeyTest {
  private final Vertx vertx = Vertx.vertx();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> ofSockets = ConcurrentHashMap.newKeySet();
  private HttpServer server = vertx.createHttpServer();

  @BeforeEach
  void serve() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  keys.add(String.valueOf(request.getHeader("X-Api-Key")));
                  request.response().setStatusCode(202).end();
                })
            .webSocketHandler(
                socket -> {
                  ofSockets.add(String.valueOf(socket.headers().get("X-Api-Key")));
                  socket.textMessageHandler(
                      text -> socket.writeTextMessage("{\"type\":\"error\",\"code\":\"WHY\"}"));
                })
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Test
  void shouldSendTheKeyWithEveryRequestAndSocket() throws Exception {
    try (Api api = new Api(url(), "mr_secret")) {
      new Checks(api, true).run();
    }

    assertThat(keys).containsExactly("mr_secret");
    assertThat(ofSockets).containsExactly("mr_secret");
  }

  @Test
  void shouldSendNoneWhereThereIsNone() throws Exception {
    try (Api api = new Api(url())) {
      new Checks(api, false).run();
    }

    assertThat(keys).containsExactly("null");
    assertThat(ofSockets).containsExactly("null");
  }

  @Test
  void shouldTakeTheKeyFromAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("check.key"), "mr_of_file\n");

    Main.run("check", "--url", url(), "--api-key-file", file.toString());
    Main.run("models", "list", "--url", url(), "--api-key-file", file.toString());

    assertThat(keys).containsExactly("mr_of_file");
  }

  @Test
  void shouldRefuseAFileWithoutAKey(@TempDir Path directory) throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.key"), " \n");

    assertThat(Main.run("check", "--url", url(), "--api-key-file", empty.toString())).isEqualTo(2);
    assertThat(Main.run("check", "--url", url(), "--api-key-file", "/none")).isEqualTo(2);
    assertThat(keys).isEmpty();
  }

  @Test
  void shouldNotTellAKeyThatCannotBeSent() {
    assertThatThrownBy(() -> new Api(url(), "mr_secret\nX-Other: 1"))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("API key")
        .hasMessageNotContaining("mr_secret");
  }
}
