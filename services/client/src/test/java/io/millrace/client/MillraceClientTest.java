package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.client.ServiceException.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MillraceClientTest {
  private static final String LIST =
      """
      {"recommendationId":"r1","modelVersion":"g000002","tookMs":1.5,"items":[
      {"itemId":"7","title":"Seven","year":1995,"score":0.9,"probability":0.25,"sources":["index"]},
      {"itemId":"9","score":0.8,"sources":[],"placement":"pinned"}],"next":"AQ"}
      """;

  private record Answer(int status, String body, String retryAfter) {}

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private MillraceClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    client = client(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private MillraceClient client(RetryPolicy policy) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return MillraceClient.of(address, Duration.ofSeconds(10), policy);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer = answers.poll();
    if (answer == null) {
      exchange.close(); // hangs up
      return;
    }
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void answer(int status, String body) {
    answers.add(new Answer(status, body, ""));
  }

  @Test
  void shouldReadAListWithWhatItDoesNotKnow() throws InterruptedException {
    answer(200, LIST);
    Recommendations list = client.recommend("a b/c", 2);
    assertThat(asked).containsExactly("GET /v1/users/a%20b%2Fc/recommendations?n=2 ");
    assertThat(list.recommendationId()).isEqualTo("r1");
    assertThat(list.next()).isEqualTo("AQ");
    assertThat(list.items())
        .containsExactly(
            new Recommended("7", "Seven", 0.9, 0.25, List.of("index"), null),
            new Recommended("9", null, 0.8, null, List.of(), "pinned"));
  }

  @Test
  void shouldSendSteeringAsItIsGiven() throws InterruptedException {
    answer(200, LIST);
    client.recommend(Map.of("userId", "a", "filter", "year > 1990"));
    assertThat(asked.poll())
        .startsWith("POST /v1/recommendations {")
        .contains("\"filter\":\"year > 1990\"", "\"userId\":\"a\"");
  }

  @Test
  void shouldSendRatingsWithTheirTimeWhereThereIsOne() throws InterruptedException {
    answer(200, "{\"applied\":true}");
    assertThat(client.rate(new Rating("a", "7", 4.5))).isTrue();
    assertThat(asked.poll())
        .isEqualTo(
            "POST /v1/events?wait=applied {\"userId\":\"a\",\"itemId\":\"7\",\"rating\":4.5}");
    answer(202, "{\"accepted\":1}");
    client.rateAll(List.of(new Rating("a", "7", 4, Instant.ofEpochMilli(5))));
    assertThat(asked.poll())
        .isEqualTo(
            "POST /v1/events [{\"userId\":\"a\",\"itemId\":\"7\",\"rating\":4.0,\"timestamp\":5}]");
  }

  @Test
  void shouldTellWhatBecameOfAnItem() throws InterruptedException {
    answer(200, LIST);
    answer(202, "{\"accepted\":1}");
    client.feedback(client.similar("7", 2), "9", FeedbackType.CLICK);
    assertThat(asked)
        .containsExactly(
            "GET /v1/items/7/similar?n=2 ",
            "POST /v1/feedback {\"recommendationId\":\"r1\",\"itemId\":\"9\",\"type\":\"click\"}");
  }

  @Test
  void shouldImportLineByLineAndTellWhatIsWrong() throws InterruptedException {
    answer(503, "{}");
    answer(
        202,
        """
        {"lines":2,"accepted":1,"refused":1,"faults":[
        {"line":2,"code":"INVALID_VALUE","field":"rating","rule":"must be 0.5 to 5","value":"9"}],
        "moreFaults":0}
        """);
    ImportSummary summary =
        client.importRatings(List.of(new Rating("a", "7", 4.5), new Rating("b", "7", 9)));
    assertThat(summary)
        .isEqualTo(
            new ImportSummary(
                2,
                1,
                1,
                List.of(new LineFault(2, "INVALID_VALUE", "rating", "must be 0.5 to 5", "9")),
                0));
    String sent =
        """
        POST /v1/events {"userId":"a","itemId":"7","rating":4.5}
        {"userId":"b","itemId":"7","rating":9.0}
        """;
    assertThat(asked).containsExactly(sent, sent);
  }

  @Test
  void shouldSendMoreThanFitsOnePieceInOrder() throws InterruptedException {
    answer(202, "{\"lines\":5000,\"accepted\":5000,\"refused\":0,\"faults\":[],\"moreFaults\":0}");
    List<Rating> many =
        IntStream.range(0, 5000).mapToObj(i -> new Rating("u" + i, "7", 4)).toList();
    client.importRatings(many);
    List<String> lines = asked.remove().lines().toList();
    assertThat(lines).hasSize(5000);
    assertThat(lines.getLast()).startsWith("{\"userId\":\"u4999\"");
  }

  @Test
  void shouldReadBackTheItemsThatItImports() throws InterruptedException {
    CatalogueItem film = new CatalogueItem("7", "Seven", 1995, List.of("Crime"));
    CatalogueItem bare =
        new CatalogueItem(
            "8", null, null, List.of(), Map.of("plan", "a"), false, Instant.ofEpochMilli(5));
    answer(202, "{\"lines\":2,\"accepted\":2,\"refused\":0,\"faults\":[],\"moreFaults\":0}");
    client.importItems(List.of(film, bare));
    String sent = asked.remove();
    assertThat(sent).startsWith("POST /v1/items {\"itemId\":\"7\",\"title\":\"Seven\"");
    answers.add(new Answer(429, "{}", "0"));
    answer(200, sent.substring("POST /v1/items ".length()));
    try (Stream<CatalogueItem> items = client.exportItems()) {
      assertThat(items).containsExactly(film, bare);
    }
  }

  private MillraceClient keyed(Supplier<@Nullable String> key) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    RetryPolicy twice = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1));
    return MillraceClient.of(address, Duration.ofSeconds(10), twice, key);
  }

  @Test
  void shouldSendTheKeyWithEveryCallAsItIsThen() throws InterruptedException {
    AtomicReference<@Nullable String> key = new AtomicReference<>("mr_one");
    try (MillraceClient keyed = keyed(key::get)) {
      answer(200, LIST);
      keyed.recommend("a", 2);
      key.set("mr_two\n"); // as a file has it
      answer(202, "{}");
      keyed.rateAll(List.of(new Rating("a", "7", 4)));
      answer(202, "{\"lines\":1,\"accepted\":1,\"faults\":[]}");
      keyed.importRatings(List.of(new Rating("a", "7", 4)));
      answer(200, "");
      keyed.exportItems().close();
      key.set(null);
      answer(200, LIST);
      keyed.recommend("a", 2);
    }
    assertThat(keys)
        .containsExactly(
            "Bearer mr_one", "Bearer mr_two", "Bearer mr_two", "Bearer mr_two", "null");
  }

  @Test
  void shouldNeverTellTheKey() {
    answer(401, "{\"code\":\"KEY_UNKNOWN\",\"detail\":\"the key is none\"}");
    try (MillraceClient keyed = keyed(() -> "mr_secret");
        MillraceClient broken = keyed(() -> "mr_secret\u00e9")) {
      assertThatThrownBy(() -> keyed.recommend("a", 2))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("the key is none")
          .hasMessageNotContaining("mr_secret");
      assertThatThrownBy(() -> broken.recommend("a", 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("visible ASCII")
          .hasMessageNotContaining("mr_secret");
    }
  }

  @Test
  void shouldReadWhatIsHeldOfAPerson() throws InterruptedException {
    answer(200, "{\"userId\":\"a b\"}\n{\"topic\":\"users.v1\"}\n");
    try (Stream<String> lines = client.exportUser("a b")) {
      assertThat(lines).containsExactly("{\"userId\":\"a b\"}", "{\"topic\":\"users.v1\"}");
    }
    assertThat(asked.remove()).startsWith("GET /v1/users/a%20b/export");
  }

  @Test
  void shouldTellWhyAnExportIsRefused() {
    answer(422, "{\"code\":\"INVALID_VALUE\",\"detail\":\"no\"}");
    assertThatThrownBy(() -> client.exportItems())
        .asInstanceOf(type(ServiceException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo("INVALID_VALUE"));
  }

  @Test
  void shouldTryAgainWhenTheServiceShedsIsNotReadyOrHangsUp() throws InterruptedException {
    answers.add(new Answer(429, "{}", "0"));
    answer(503, "{}");
    answer(200, LIST);
    assertThat(client.recommend("a", 2).items()).hasSize(2);
    assertThat(asked).hasSize(3);
    answers.clear();
    assertThatThrownBy(() -> client.recommend("a", 2))
        .asInstanceOf(type(ServiceException.class))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("UNREACHABLE");
              assertThat(e.status()).isZero();
              assertThat(e).hasMessageContaining("no answer after 3 attempts");
            });
  }

  @Test
  void shouldNotTryAgainWhatIsRefusedForGood() {
    answer(
        422,
        """
        {"status":422,"code":"INVALID_VALUE","detail":"rating: must be 0.5 to 5, was 9",
        "faults":[{"field":"rating","rule":"must be 0.5 to 5","value":"9"}]}
        """);
    assertThatThrownBy(() -> client.rate(new Rating("a", "7", 9)))
        .asInstanceOf(type(ServiceException.class))
        .satisfies(
            e -> {
              assertThat(e.status()).isEqualTo(422);
              assertThat(e.code()).isEqualTo("INVALID_VALUE");
              assertThat(e).hasMessageContaining("rating: must be 0.5 to 5, was 9");
              assertThat(e.faults()).containsExactly(new Fault("rating", "must be 0.5 to 5", "9"));
            });
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldNotWaitLongerThanThePolicyAllows() {
    answers.add(new Answer(503, "no JSON", "3600"));
    assertThatThrownBy(() -> client.recommend("a", 2))
        .asInstanceOf(type(ServiceException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo("HTTP_503"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldDoubleTheDelayUpToTheLongest() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(350));
    assertThat(policy.delay(1, 1)).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.delay(2, 0.5)).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.delay(3, 1)).isEqualTo(Duration.ofMillis(350));
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("attempts: must be 1 to 20, was 0");
  }

  @Test
  void shouldNameAnAddressThatIsNone() {
    assertThatThrownBy(() -> MillraceClient.of(URI.create("localhost")))
        .hasMessageContaining("must be like http://localhost:8080");
  }
}
