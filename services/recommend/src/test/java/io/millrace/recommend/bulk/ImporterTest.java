package io.millrace.recommend.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.InMemoryLog;
import io.millrace.recommend.Patience;
import io.millrace.recommend.Records;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {
  private static final String PATH = "/v1/events";
  private static final String NDJSON = "application/x-ndjson";
  private static final int THERE_BEFORE = 3;

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private static String event(int i) {
    return "{\"userId\":\"u%d\",\"itemId\":\"%d\",\"rating\":4,\"timestamp\":978300760000}"
        .formatted(i, i);
  }

  private static String events(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> event(i) + "\n").reduce("", String::concat);
  }

  private Answer send(String path, String body) {
    return send(path, BodyPublishers.ofString(body));
  }

  private Answer send(String path, BodyPublisher body) {
    return service.send("POST", path, NDJSON, body);
  }

  private List<String> users() {
    return service.log().appended(Topics.RATINGS).stream()
        .skip(THERE_BEFORE)
        .map(InMemoryLog.Appended::key)
        .toList();
  }

  private static void requireSummary(JsonNode summary, int lines, int accepted, int refused) {
    assertThat(summary.path("lines").asInt()).isEqualTo(lines);
    assertThat(summary.path("accepted").asInt()).isEqualTo(accepted);
    assertThat(summary.path("refused").asInt()).isEqualTo(refused);
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("line feeds", event(1) + "\n" + event(2) + "\n"),
        Arguments.of("no last line feed", event(1) + "\n" + event(2)),
        Arguments.of("carriage returns", event(1) + "\r\n" + event(2) + "\r\n"),
        Arguments.of("blank lines", "\n \t\n" + event(1) + "\n\r\n\n" + event(2) + "\n\n"),
        Arguments.of("byte order mark", "\uFEFF" + event(1) + "\n" + event(2) + "\n"),
        Arguments.of("byte order mark alone", "\uFEFF\n" + event(1) + "\n" + event(2) + "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void shouldTakeEveryLineInOrder(String name, String body) {
    Answer answer = send(PATH, body);

    assertThat(answer.status()).as(name + answer.text()).isEqualTo(202);
    requireSummary(answer.json(), 2, 2, 0);
    assertThat(answer.json().path("faults")).isEmpty();
    assertThat(answer.json().has("applied")).isFalse();
    assertThat(users()).containsExactly("u1", "u2");
  }

  @Test
  void shouldTakeGoodLinesAndNameBadOnes() {
    Answer answer =
        send(
            PATH,
            String.join(
                "\n",
                event(1),
                "{\"userId\":\"u2\",\"itemId\":\"2\",\"rating\":9}",
                "",
                "{\"userId\":\"u3\",\"stars\":4}",
                "[1]",
                "{\"userId\":",
                event(4)));

    assertThat(answer.status()).isEqualTo(202);
    requireSummary(answer.json(), 6, 2, 4);
    assertThat(users()).containsExactly("u1", "u4");
    assertThat(answer.json().path("moreFaults").asInt()).isZero();
    assertThat(answer.json().path("faults").valueStream().toList())
        .extracting(
            fault -> fault.path("line").asInt(),
            fault -> fault.path("code").asText(),
            fault -> fault.path("field").asText())
        .containsExactly(
            tuple(2, "INVALID_VALUE", "rating"),
            tuple(4, "MALFORMED_REQUEST", "itemId"),
            tuple(4, "MALFORMED_REQUEST", "rating"),
            tuple(4, "MALFORMED_REQUEST", "stars"),
            tuple(5, "MALFORMED_REQUEST", "line"),
            tuple(6, "INVALID_JSON", "line"));
    JsonNode first = answer.json().path("faults").path(0);
    assertThat(first.path("rule").asText()).isEqualTo("must be 0.5 to 5 in steps of 0.5");
    assertThat(first.path("value").asText()).startsWith("9");
  }

  @Test
  void shouldNameTheByteWhenALineIsNotUtf8() {
    byte[] body =
        ("{\"userId\":\"caf\u00e9\",\"itemId\":\"1\",\"rating\":4}\n" + event(1))
            .getBytes(StandardCharsets.ISO_8859_1);

    Answer answer = send(PATH, BodyPublishers.ofByteArray(body));

    requireSummary(answer.json(), 2, 1, 1);
    JsonNode fault = answer.json().path("faults").path(0);
    assertThat(fault.path("rule").asText()).isEqualTo("must be UTF-8");
    assertThat(fault.path("value").asText()).contains("byte 14");
  }

  @Test
  void shouldPassOverALineThatIsTooLong() {
    String tooLong = "{\"userId\":\"" + "x".repeat(RunningService.BODY_LIMIT) + "\"}";

    Answer answer = send(PATH, event(1) + "\n" + tooLong + "\n" + event(2) + "\n");

    requireSummary(answer.json(), 3, 2, 1);
    JsonNode fault = answer.json().path("faults").path(0);
    assertThat(fault.path("line").asInt()).isEqualTo(2);
    assertThat(fault.path("code").asText()).isEqualTo("LINE_TOO_LONG");
    assertThat(fault.path("rule").asText()).contains("" + RunningService.BODY_LIMIT);
  }

  @Test
  void shouldNameAHundredFaultsAndCountTheRest() {
    Answer answer = send(PATH, "1\n".repeat(250) + event(1));

    requireSummary(answer.json(), 251, 1, 250);
    assertThat(answer.json().path("faults")).hasSize(100);
    assertThat(answer.json().path("moreFaults").asInt()).isEqualTo(150);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\uFEFF", " \r\n\t\n"})
  void shouldRefuseABodyWithoutALine(String body) {
    Answer answer = send(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("code").asText()).isEqualTo("MALFORMED_REQUEST");
    assertThat(answer.faultyFields()).containsExactly("body");
    requireSummary(answer.json().path("summary"), 0, 0, 0);
  }

  @Test
  void shouldRefuseTheWholeWhenNoLineIsGood() {
    Answer answer = send(PATH, "userId,itemId,rating\n1,2,3\n");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").asText()).isEqualTo("NOTHING_ACCEPTED");
    assertThat(answer.faultyFields()).startsWith("line 1, line", "line 2, line");
    requireSummary(answer.json().path("summary"), 2, 0, 2);
  }

  @Test
  void shouldAnswerWhenTheStateHasAllOfThemWhereAsked() {
    Answer answer = send(PATH + "?wait=applied", events(0, 1500));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("applied").asBoolean()).isTrue();
    requireSummary(answer.json(), 1500, 1500, 0);
    assertThat(service.state().ratedCount("u1499")).isEqualTo(1);
    assertThat(service.state().applied().waiting()).isZero();
  }

  @Test
  void shouldAnswer202NotAppliedWhenTheStateDoesNotGetThere() {
    service.log().stall();

    Answer answer = send(PATH + "?wait=applied", events(0, 600));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("applied").asBoolean(true)).isFalse();
    requireSummary(answer.json(), 600, 600, 0);
  }

  @Test
  void shouldNameTheLineThatTheStreamRejects() {
    service.log().stall();
    Reject reject =
        new Reject("ratings.v1", 0, 4L, 0L, "INVALID_RATING", "rating: no", null, null, 0L, "");
    Records.feed(
        service.state().rejectHandlers(),
        Records.of(Topics.REJECTS, "ratings.v1-0-4", reject, 0, 0));

    Answer answer = send(PATH + "?wait=applied", "\n" + events(1, 3));

    requireSummary(answer.json(), 2, 1, 1);
    JsonNode fault = answer.json().path("faults").path(0);
    assertThat(fault.path("line").asInt()).isEqualTo(3);
    assertThat(fault.path("code").asText()).isEqualTo("EVENT_REJECTED");
    assertThat(fault.path("rule").asText()).isEqualTo("rating: no");
  }

  @Test
  void shouldReadNoFasterThanTheLogTakes() throws Exception {
    service.log().hold();
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> send(PATH, events(0, 2000)));
    Patience.until(() -> service.log().mostHeld() >= 512, "the window is full");
    assertThat(answer).isNotDone();

    service.log().release();

    requireSummary(answer.get().json(), 2000, 2000, 0);
    assertThat(service.log().mostHeld()).isEqualTo(512);
    assertThat(users()).hasSize(2000).startsWith("u0", "u1").endsWith("u1999");
  }

  @Test
  void shouldAskAgainWhenTheLogIsFullForAMoment() {
    service.log().refuse(3);

    Answer answer = send(PATH, events(0, 5));

    requireSummary(answer.json(), 5, 5, 0);
    assertThat(users()).containsExactly("u0", "u1", "u2", "u3", "u4");
  }

  @Test
  void shouldTellHowFarItCameWhenTheLogBreaksDown() {
    service.log().breakDown();

    Answer answer = send(PATH, events(0, 5));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("code").asText()).isEqualTo("LOG_UNAVAILABLE");
    assertThat(answer.json().path("faults").isArray()).isTrue();
    assertThat(answer.json().path("summary").path("accepted").asInt()).isZero();
    assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void shouldEndWhenALineWantsAStampBeforeTheClockIsKnown() {
    service.loadAgain();

    Answer answer =
        send(PATH, event(1) + "\n{\"userId\":\"u2\",\"itemId\":\"2\",\"rating\":4}\n" + event(3));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("code").asText()).isEqualTo("LOADING");
    assertThat(answer.json().path("summary").path("accepted").asInt()).isEqualTo(1);
    assertThat(users()).containsExactly("u1");
  }

  @Test
  void shouldTellHowFarItCameWhenTheBodyIsTooLarge() {
    byte[] lines = events(0, 500).getBytes(StandardCharsets.UTF_8);
    List<byte[]> many = java.util.Collections.nCopies(20, lines);

    Answer answer = send(PATH, BodyPublishers.ofByteArrays(many));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("code").asText()).isEqualTo("BODY_TOO_LARGE");
    assertThat(answer.json().path("summary").path("accepted").asInt()).isPositive();
    assertThat(users()).isNotEmpty();
  }

  @Test
  void shouldTakeNothingWhenTheBodyIsDeclaredTooLarge() {
    Answer answer = send(PATH, (events(0, 1000) + "\n").repeat(5));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(users()).isEmpty();
  }

  @Test
  void shouldRefuseWhenOptionsOrEncodingAreUnknown() {
    assertThat(send(PATH + "?wait=forever", event(1)).faultyFields()).containsExactly("wait");
    assertThat(send(PATH + "?dry=true", event(1)).faultyFields()).containsExactly("dry");
    Answer compressed =
        service.send(
            PATH,
            request ->
                request
                    .POST(BodyPublishers.ofString("x"))
                    .header("Content-Type", NDJSON)
                    .header("Content-Encoding", "gzip"));
    assertThat(compressed.status()).isEqualTo(415);
    assertThat(compressed.faultyFields()).containsExactly("Content-Encoding");
  }

  @Test
  void shouldTakeOtherNamesOfTheType() {
    for (String type : List.of("application/x-ndjson; charset=utf-8", "application/jsonl")) {
      Answer answer = service.send("POST", PATH, type, BodyPublishers.ofString(event(1)));
      assertThat(answer.status()).as(type).isEqualTo(202);
    }
  }

  @Test
  void shouldKeepWhatWasAcceptedWhenTheClientHangsUp() throws IOException {
    try (Socket socket = open(PATH, "Content-Length: 10000")) {
      socket.getOutputStream().write(bytes(events(0, 3) + "{\"userId\":\"cut"));
      socket.getOutputStream().flush();
      Patience.until(() -> users().size() == 3, "three lines taken");
    }

    Patience.until(
        () -> service.get("/metrics").text().contains("millrace_recommend_bulk_seconds_count"),
        "the import has ended");
    assertThat(users()).containsExactly("u0", "u1", "u2");
    assertThat(send(PATH, event(9)).status()).isEqualTo(202);
  }

  @Test
  void shouldNotTakeALineThatWasCutOff() throws IOException {
    try (Socket socket = open(PATH, "Content-Length: 10000")) {
      socket.getOutputStream().write(bytes(event(0) + "\n" + event(1)));
      socket.getOutputStream().flush();
      Patience.until(() -> users().size() == 1, "one line taken");
    }

    Patience.until(
        () -> service.get("/metrics").text().contains("millrace_recommend_bulk_seconds_count"),
        "the import has ended");
    assertThat(users()).containsExactly("u0");
  }

  @Test
  void shouldAnswer429WhenAsManyRunAsMay() throws IOException {
    try (Socket one = open(PATH, "Content-Length: 10000");
        Socket two = open(PATH, "Content-Length: 10000")) {
      one.getOutputStream().write(bytes(event(1) + "\n"));
      two.getOutputStream().write(bytes(event(2) + "\n"));
      Patience.until(() -> users().size() == 2, "both have begun");

      Answer third = send(PATH, event(3));

      assertThat(third.status()).isEqualTo(429);
      assertThat(third.json().path("code").asText()).isEqualTo("OVERLOADED");
      assertThat(third.response().headers().firstValue("Retry-After")).hasValue("1");
      assertThat(service.get("/v1/users/7/recommendations").status()).isEqualTo(200);
    }
    Patience.until(() -> send(PATH, event(4)).status() == 202, "a place is free again");
  }

  @Test
  void shouldAskForTheBodyWhenTheClientWaitsToBeAsked() throws IOException {
    String body = event(1) + "\n";
    try (Socket socket =
        open(
            PATH,
            "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length())) {
      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
      assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
      socket.getOutputStream().write(bytes(body));
      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).contains("HTTP/1.1 202").contains("\"accepted\":1");
    }
  }

  private Socket open(String path, String headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
    socket.setSoTimeout(10_000);
    OutputStream out = socket.getOutputStream();
    out.write(
        bytes(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n%s\r\n\r\n"
                .formatted(path, NDJSON, headers)));
    out.flush();
    return socket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
