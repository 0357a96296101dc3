package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.Patience;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.access.AccessSettings;
import io.millrace.recommend.access.AccessSettings.AdminWithoutKeys;
import io.millrace.recommend.access.ApiKey;
import io.millrace.recommend.access.KeyFile;
import io.millrace.recommend.access.Rate;
import io.millrace.recommend.access.Scope;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final String SHOP = "https://shop.example";
  private static final int THERE_BEFORE = 3;

  @TempDir Path directory = Path.of("");

  private RunningService open() {
    return RunningService.withSomeRatings(settings(null));
  }

  private RunningService keyed(ApiKey... keys) throws IOException {
    Path file = directory.resolve("keys.json");
    new KeyFile(file).write(List.of(keys));
    return RunningService.withSomeRatings(settings(file));
  }

  private AccessSettings settings(@Nullable Path keys) {
    return new AccessSettings(
        keys,
        Duration.ofMillis(100),
        AdminWithoutKeys.LOOPBACK,
        0,
        1,
        List.of(SHOP),
        directory.resolve("audit.jsonl"));
  }

  private static ApiKey key(String name, Set<Scope> scopes, @Nullable Rate rate) {
    return new ApiKey(name, scopes, ApiKey.digest(name), Instant.EPOCH, null, rate);
  }

  private static String header(Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElse("");
  }

  private static Answer with(RunningService service, String path, String header, String value) {
    return service.send(path, request -> request.GET().header(header, value));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer reader, 200",
    "Authorization, bearer reader, 200",
    "Authorization, Basic reader, 401",
    "Authorization, reader, 401",
    "X-Api-Key, reader, 200",
    "X-Api-Key, Reader, 401",
    "X-Api-Key, '', 401"
  })
  void shouldTakeTheKeyFromEitherHeader(String name, String value, int status) throws IOException {
    try (RunningService service = keyed(key("reader", Set.of(Scope.READ), null))) {
      assertThat(with(service, "/v1/items", name, value).status()).isEqualTo(status);
    }
  }

  @Test
  void shouldRefuseAKeyWithoutARestartWhenItIsRevoked() throws Exception {
    try (RunningService service = keyed(key("reader", Set.of(Scope.READ), null))) {
      assertThat(with(service, "/v1/items", "X-Api-Key", "reader").status()).isEqualTo(200);

      new KeyFile(directory.resolve("keys.json")).write(List.of());

      Patience.until(
          () -> with(service, "/v1/items", "X-Api-Key", "reader").status() == 401,
          "the key is refused");
      Answer answer = with(service, "/v1/items", "X-Api-Key", "reader");
      assertThat(answer.json().path("code").asText()).isEqualTo("KEY_UNKNOWN");
      assertThat(header(answer, "WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  @Test
  void shouldTellWhenToComeAgainWhenAKeyIsUsedTooOften() throws IOException {
    try (RunningService service = keyed(key("slow", Set.of(Scope.READ), new Rate(0.01, 2)))) {
      assertThat(with(service, "/v1/items", "X-Api-Key", "slow").status()).isEqualTo(200);
      assertThat(with(service, "/v1/items", "X-Api-Key", "slow").status()).isEqualTo(200);

      Answer third = with(service, "/v1/items", "X-Api-Key", "slow");

      assertThat(third.status()).isEqualTo(429);
      assertThat(third.json().path("code").asText()).isEqualTo("RATE_LIMITED");
      assertThat(Integer.parseInt(header(third, "Retry-After"))).isBetween(50, 100);
      assertThat(with(service, "/health", "X-Api-Key", "slow").status()).isEqualTo(200);
    }
  }

  @Test
  void shouldEndAnImportBeforeTheLinesThatTheKeyMayNotSendYet() throws IOException {
    ApiKey slow = key("slow", Set.of(Scope.EVENTS), new Rate(0.01, 3));
    try (RunningService service = keyed(slow)) {
      Answer all = importOf(service, 2000);
      assertThat(all.status()).as(all.text()).isEqualTo(202);
      assertThat(all.json().path("accepted").asInt()).isEqualTo(2000);

      Answer part = importOf(service, 1500);

      assertThat(part.status()).as(part.text()).isEqualTo(429);
      assertThat(part.json().path("code").asText()).isEqualTo("RATE_LIMITED");
      assertThat(part.json().path("detail").asText()).contains("line 1001 on");
      assertThat(part.json().path("summary").path("accepted").asInt()).isEqualTo(1000);
      assertThat(Integer.parseInt(header(part, "Retry-After"))).isBetween(50, 100);
      assertThat(service.log().appended(Topics.RATINGS)).hasSize(THERE_BEFORE + 3000);
      assertThat(importOf(service, 1).status()).as("not even begun").isEqualTo(429);
    }
  }

  private static Answer importOf(RunningService service, int lines) {
    String line = "{\"userId\":\"7\",\"itemId\":\"1\",\"rating\":4}\n";
    return service.send(
        "/v1/events",
        request ->
            request
                .POST(BodyPublishers.ofString(line.repeat(lines)))
                .header("Content-Type", "application/x-ndjson")
                .header("X-Api-Key", "slow"));
  }

  @Test
  void shouldCountEachMessageOfAWebSocketWellFormedOrNot() throws Exception {
    ApiKey slow = key("slow", Set.of(Scope.READ), new Rate(0.01, 4));
    try (RunningService service = keyed(slow)) {
      Heard heard = new Heard();
      WebSocket socket =
          service
              .client()
              .newWebSocketBuilder()
              .subprotocols("millrace", "millrace.key.slow")
              .buildAsync(service.uri("ws", "/v1/stream"), heard)
              .get(20, TimeUnit.SECONDS);

      socket.sendText("{", true).get();
      assertThat(heard.next()).contains("INVALID_JSON");
      socket.sendText("{\"event\":{}}", true).get();
      assertThat(heard.next()).contains("SCOPE_MISSING");
      socket.sendText("{\"subscribe\":{\"userId\":\"7\"}}", true).get();
      assertThat(heard.next()).contains("recommendations");
      for (String message : List.of("{", "{\"event\":{}}", "{\"unsubscribe\":{\"userId\":7}}")) {
        socket.sendText(message, true).get();
        assertThat(heard.next()).contains("RATE_LIMITED");
      }
      socket.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
  void shouldKeepTheAdministrationFromWhoComesOverAProxyWhenThereAreNoKeys(String header) {
    try (RunningService service = open()) {
      assertThat(service.delete("/v1/items/1").status()).isLessThan(300);

      Answer answer =
          service.send("/v1/items/2", request -> request.DELETE().header(header, "192.0.2.1"));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().path("code").asText()).isEqualTo("ADMIN_CLOSED");
      assertThat(with(service, "/v1/items", header, "192.0.2.1").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "fade.de", "127.0.0.1.evil.example"})
  void shouldKeepTheAdministrationFromPagesWhoseNameMeansThisMachine(String host)
      throws IOException {
    try (RunningService service = open();
        java.net.Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              """
              DELETE /v1/items/1 HTTP/1.1\r
              Host: %1$s\r
              Origin: http://%1$s\r
              Connection: close\r
              \r
              """
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("ADMIN_CLOSED");
    }
  }

  @Test
  void shouldWriteEachAdminActionToTheAuditLogWithItsOutcome() throws Exception {
    try (RunningService service =
        keyed(key("ops", Set.of(Scope.ADMIN), null), key("reader", Set.of(Scope.READ), null))) {
      service.send("/v1/items/1", request -> request.DELETE().header("X-Api-Key", "ops"));
      service.send("/v1/items/2", request -> request.DELETE().header("X-Api-Key", "reader"));
      service.send("/v1/items/%22%0A", request -> request.DELETE().header("X-Api-Key", "guess"));
      service.delete("/v1/items/3");
      service.send(
          "/v1/items/4",
          request ->
              request.DELETE().header("X-Api-Key", "ops").header("Origin", "https://evil.example"));
      service.postFrom("https://evil.example", "/v1/feedback", "{}");
      with(service, "/v1/items/3", "X-Api-Key", "reader");
    }

    List<String> lines = Files.readAllLines(directory.resolve("audit.jsonl"));
    List<JsonNode> actions =
        lines.stream().map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8))).toList();
    assertThat(actions)
        .extracting(action -> action.path("who").asText())
        .containsExactly("ops", "reader", "unknown key", "no key, this machine", "ops");
    assertThat(actions)
        .extracting(action -> action.path("outcome").asText())
        .containsExactly("done", "refused", "refused", "refused", "refused");
    assertThat(actions)
        .extracting(action -> action.path("status").asInt())
        .endsWith(403, 401, 401, 403);
    JsonNode first = actions.getFirst();
    assertThat(first.path("method").asText()).isEqualTo("DELETE");
    assertThat(first.path("path").asText()).isEqualTo("/v1/items/1");
    assertThat(first.path("peer").asText()).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(first.path("time").asText())).isAfter(Instant.EPOCH);
    assertThat(String.join("", lines)).doesNotContain("guess");
  }

  @Test
  void shouldWriteToTheAuditLogThatAnExportBrokeOffThoughItsStatusWasSent() throws Exception {
    try (RunningService service = open()) {
      service.persons(user -> Stream.iterate(0, i -> i + 1).map(GateTest::lineThatFailsInTheEnd));

      assertThatThrownBy(() -> service.get("/v1/users/7/export"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(service.get("/v1/users/7/export?n=1").status()).isEqualTo(400);
    }

    assertThat(Files.readAllLines(directory.resolve("audit.jsonl")))
        .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
        .map(action -> action.path("status").asText() + " " + action.path("outcome").asText())
        .containsExactlyInAnyOrder("200 broken off", "400 refused");
  }

  /** Some are sent before, as buffers fill. */
  private static ObjectNode lineThatFailsInTheEnd(int number) {
    if (number == 1000) {
      throw new RequestFault(ErrorCode.LOG_UNAVAILABLE, "the topics cannot be read any more");
    }
    return Json.object().put("number", number).put("more", "x".repeat(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs", "/health", "/v1/items", "/v1/nothing", "/v1/items?n=x"})
  void shouldTellBrowsersNotToGuessFrameOrTell(String path) {
    try (RunningService service = open()) {
      Answer answer = service.get(path);

      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'");
      assertThat(header(answer, "Strict-Transport-Security")).as("not over HTTP").isEmpty();
    }
  }

  @Test
  void shouldLetPagesOfAllowedOriginsAskAndNoOthers() {
    try (RunningService service = open()) {
      Answer allowed = service.postFrom(SHOP, "/v1/feedback", "{}");
      assertThat(allowed.status()).isNotEqualTo(403);
      assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
      assertThat(header(allowed, "Access-Control-Allow-Credentials")).isEmpty();

      Answer preflight =
          service.send(
              "/v1/events",
              request ->
                  request
                      .method("OPTIONS", BodyPublishers.noBody())
                      .header("Origin", SHOP)
                      .header("Access-Control-Request-Method", "POST"));
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(header(preflight, "Access-Control-Allow-Headers"))
          .isEqualTo("Authorization, Content-Type, X-Api-Key");
      assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("POST");

      Answer other = service.postFrom("https://evil.example", "/v1/feedback", "{}");
      assertThat(other.status()).isEqualTo(403);
      assertThat(header(other, "Access-Control-Allow-Origin")).isEmpty();
      Answer read = with(service, "/v1/items", "Origin", "https://evil.example");
      assertThat(header(read, "Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void shouldTakeTheKeyOfABrowsersWebSocketAndNotSendItBack() throws Exception {
    try (RunningService service = keyed(key("reader", Set.of(Scope.READ), null))) {
      Heard heard = new Heard();
      WebSocket socket =
          service
              .client()
              .newWebSocketBuilder()
              .subprotocols("millrace", "millrace.key.reader")
              .buildAsync(service.uri("ws", "/v1/stream"), heard)
              .get(20, TimeUnit.SECONDS);

      assertThat(socket.getSubprotocol()).isEqualTo("millrace");
      socket.sendText("{\"event\":{\"userId\":\"7\",\"itemId\":\"1\",\"rating\":5}}", true).get();
      assertThat(heard.next()).contains("SCOPE_MISSING");
      socket.sendText("{\"subscribe\":{\"userId\":\"7\"}}", true).get();
      assertThat(heard.next()).contains("recommendations");
      socket.abort();

      assertThat(
              service
                  .client()
                  .newWebSocketBuilder()
                  .subprotocols("millrace", "millrace.key.other")
                  .buildAsync(service.uri("ws", "/v1/stream"), heard))
          .failsWithin(Duration.ofSeconds(20));
    }
  }

  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      messages.add(data.toString());
      socket.request(1);
      return null;
    }

    String next() throws InterruptedException {
      return String.valueOf(messages.poll(20, TimeUnit.SECONDS));
    }
  }
}
