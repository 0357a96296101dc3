package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private RunningService service = RunningService.empty();

  @BeforeAll
  void start() {
    service.close();
    service = RunningService.withSomeRatings();
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private static void requireProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
    assertThat(answer.json().path("code").asText()).isNotEmpty();
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("io.millrace");
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of("0", 422),
        Arguments.of("-1", 422),
        Arguments.of("1000000000", 422),
        Arguments.of("1e9", 422),
        Arguments.of("99999999999999999999", 422),
        Arguments.of("2.5", 400),
        Arguments.of("ten", 400),
        Arguments.of("", 400),
        Arguments.of("NaN", 400));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void shouldNameFieldRuleAndValueWhenNumberInQueryIsWrong(String n, int status) {
    Answer answer = service.get("/v1/users/1/recommendations?n=" + n);

    requireProblem(answer, status);
    assertThat(answer.faultyFields()).containsExactly("n");
    assertThat(answer.json().path("faults").path(0).path("rule").asText()).startsWith("must be");
    assertThat(answer.json().path("faults").path(0).path("value").asText()).isEqualTo(n);
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of("filter=year%20%3E", 422, "filter"),
        Arguments.of("filter=", 422, "filter"),
        Arguments.of("filter=director='X'", 422, "filter"),
        Arguments.of("filter=" + "(".repeat(4001), 422, "filter"),
        Arguments.of("exclude=", 422, "exclude[0]"),
        Arguments.of("exclude=1,,2", 422, "exclude[1]"),
        Arguments.of("exclude=" + "x".repeat(257), 422, "exclude[0]"),
        Arguments.of("seen=sometimes", 422, "seen"),
        Arguments.of("seen=only&includeSeen=true", 422, "seen"),
        Arguments.of("seen=only&exploration=0.5", 422, "exploration"),
        Arguments.of("includeSeen=1", 400, "includeSeen"),
        Arguments.of("diversity=2", 422, "diversity"),
        Arguments.of("diversity=-1e999999999", 422, "diversity"),
        Arguments.of("diversity=much", 400, "diversity"),
        Arguments.of("diversity=", 400, "diversity"),
        Arguments.of("diversity=NaN", 400, "diversity"),
        Arguments.of("exploration=1.01", 422, "exploration"),
        Arguments.of("exploration=0x1", 400, "exploration"),
        Arguments.of("cap=", 400, "cap"),
        Arguments.of("cap=genre", 400, "cap"),
        Arguments.of("cap=:3", 400, "cap"),
        Arguments.of("cap=genre:three", 400, "cap"),
        Arguments.of("cap=genre:1,genre:2", 400, "cap"),
        Arguments.of("cap=genre:0", 422, "cap.genre"),
        Arguments.of("cap=genre:1.5", 400, "cap.genre"),
        Arguments.of("cap=director:1", 422, "cap.director"),
        Arguments.of("cursor=", 422, "cursor"),
        Arguments.of("cursor=nonsense", 422, "cursor"),
        Arguments.of("cursor=" + "A".repeat(8001), 422, "cursor"),
        Arguments.of("explain=yes", 400, "explain"),
        Arguments.of("boost=2", 400, "boost"),
        Arguments.of("pin=1", 400, "pin"),
        Arguments.of("filter=year%3E1&filter=year%3E2", 400, "filter"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void shouldNameTheParameterWhenItCannotSteer(String query, int status, String field) {
    Answer answer = service.get("/v1/users/1/recommendations?" + query);

    requireProblem(answer, status);
    assertThat(answer.faultyFields()).contains(field);
    assertThat(answer.json().path("faults").path(0).path("rule").asText()).isNotEmpty();
  }

  @Test
  void shouldTakeTheLongestFilterThatFitsAnAddress() {
    String filter = "year%3E1" + "%20or%20year%3E1".repeat(300);

    assertThat(service.get("/v1/users/1/recommendations?filter=" + filter).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000000000", "1e9", "1e999999999", "-0.0"})
  void shouldAnswer422WhenNumberInBodyIsOutOfRange(String n) {
    requireProblem(service.post("/v1/recommendations", "{\"userId\":1,\"n\":" + n + "}"), 422);
    requireProblem(
        service.post("/recommendations", "{\"user_id\":1,\"num_recommendations\":" + n + "}"), 422);
  }

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of("1", "1", "0", 422, "rating"),
        Arguments.of("1", "1", "5.5", 422, "rating"),
        Arguments.of("1", "1", "4.2", 422, "rating"),
        Arguments.of("1", "1", "-3", 422, "rating"),
        Arguments.of("1", "1", "1e400", 422, "rating"),
        Arguments.of("1", "1", "\"NaN\"", 400, "rating"),
        Arguments.of("1", "1", "\"5\"", 400, "rating"),
        Arguments.of("1", "1", "null", 400, "rating"),
        Arguments.of("1", "1", "true", 400, "rating"),
        Arguments.of("null", "1", "5", 400, "userId"),
        Arguments.of("1.5", "1", "5", 400, "userId"),
        Arguments.of("[]", "1", "5", 400, "userId"),
        Arguments.of("\"\"", "1", "5", 422, "userId"),
        Arguments.of("\"a\\u0000b\"", "1", "5", 422, "userId"),
        Arguments.of("\"\\ud800\"", "1", "5", 422, "userId"),
        Arguments.of("1", "\"" + "x".repeat(257) + "\"", "5", 422, "itemId"),
        Arguments.of("1", "1" + "0".repeat(300), "5", 422, "itemId"),
        Arguments.of("1", "1", "5,\"timestamp\":-1", 422, "timestamp"),
        Arguments.of("1", "1", "5,\"timestamp\":99999999999999", 422, "timestamp"),
        Arguments.of("1", "1", "5,\"timestamp\":1e99", 400, "timestamp"),
        Arguments.of("1", "1", "5,\"timestamp\":\"yesterday\"", 400, "timestamp"),
        Arguments.of("1", "1", "5,\"timestamp\":\"2001-02-30T00:00:00Z\"", 400, "timestamp"),
        Arguments.of("1", "1", "5,\"stars\":3", 400, "stars"),
        Arguments.of("1", "1", "5,\"eventId\":7", 400, "eventId"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldNameFieldWhenEventIsWrong(
      String user, String item, String rating, int status, String field) {
    Answer answer =
        service.post(
            "/v1/events",
            "{\"userId\":%s,\"itemId\":%s,\"rating\":%s}".formatted(user, item, rating));

    requireProblem(answer, status);
    assertThat(answer.faultyFields()).containsExactly(field);
    assertThat(answer.json().path("faults").path(0).path("value").asText().length()).isLessThan(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"userId\":1",
        "{\"userId\":NaN}",
        "{'userId':1}",
        "{} {}",
        "nul",
        "{\"userId\":1,\"userId\":2}",
        "{\"n\":01}",
        "\"",
        "[1,]"
      })
  void shouldTellPositionWhenBodyIsNotJson(String body) {
    Answer answer = service.post("/v1/recommendations", body);

    requireProblem(answer, 400);
    assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_JSON");
    assertThat(answer.json().path("detail").asText()).containsPattern("line \\d+, column \\d+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}{", "{}[1]", "{} 5"})
  void shouldSaySoWhenMoreFollowsTheValue(String body) {
    String detail = service.post("/v1/recommendations", body).json().path("detail").asText();

    assertThat(detail).contains("has more after it").doesNotContain("fasterxml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "\"x\""})
  void shouldTellBothShapesWhenEventsAreNeitherObjectNorArray(String body) {
    Answer answer = service.post("/v1/events", body);

    requireProblem(answer, 400);
    assertThat(answer.json().path("detail").asText())
        .startsWith("body: must be an object or an array of objects, was ");
  }

  @Test
  void shouldAnswer400WhenNestingIsDeep() {
    requireProblem(service.post("/v1/recommendations", "[".repeat(20_000)), 400);
  }

  @Test
  void shouldSayHowDeepABodyMayBe() {
    Answer answer = service.post("/v1/recommendations", "[".repeat(33) + "]".repeat(33));

    requireProblem(answer, 400);
    assertThat(answer.json().path("detail").asText()).contains("depth (33)").contains("(32)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9999999999", "-1e9999999999", "0e9999999999", "1e-9999999999"})
  void shouldAnswer400WhenNoNumberHasTheExponent(String number) {
    Answer answer = service.post("/v1/events", "{\n  \"rating\": %s}".formatted(number));

    requireProblem(answer, 400);
    assertThat(answer.json().path("detail").asText())
        .contains("a number has an exponent out of range")
        .contains("line 2, column 13");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
  void shouldAnswer400WhenBodyIsNoObject(String body) {
    requireProblem(service.post("/v1/recommendations", body), 400);
  }

  @Test
  void shouldTellPositionWhenBodyIsNotUtf8() {
    byte[] body = "{\"userId\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    Answer answer =
        service.send(
            "POST", "/v1/recommendations", "application/json", BodyPublishers.ofByteArray(body));

    requireProblem(answer, 400);
    assertThat(answer.json().path("detail").asText()).contains("UTF-8").contains("byte 14");
  }

  @Test
  void shouldAnswer413WhenBodyIsTooLarge() {
    String body = "{\"userId\":\"" + "x".repeat(RunningService.BODY_LIMIT) + "\"}";

    requireProblem(service.post("/v1/recommendations", body), 413);
  }

  @Test
  void shouldAnswer415WhenBodyIsNotDeclaredJson() {
    Answer answer =
        service.send(
            "POST", "/v1/recommendations", "text/plain", BodyPublishers.ofString("{\"userId\":1}"));

    requireProblem(answer, 415);
  }

  @Test
  void shouldAnswer404WhenPathIsUnknown() {
    requireProblem(service.get("/v2/users"), 404);
    requireProblem(service.get("/v1/people"), 404);
  }

  @Test
  void shouldAnswer405WithAllowWhenMethodIsNotThePaths() {
    Answer answer = service.delete("/recommendations");

    requireProblem(answer, 405);
    assertThat(answer.response().headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void shouldNameTwentyAndCountTheRestWhenFaultsAreMany() {
    Answer answer = service.post("/v1/events", "[" + "1,".repeat(29) + "1]");

    requireProblem(answer, 400);
    assertThat(answer.faultyFields()).hasSize(20);
    assertThat(answer.json().path("detail").asText()).containsPattern("; and \\d+ more$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1.evil.example:80", ""})
  void shouldAnswer403WhenPageOfAnotherHostSends(String origin) {
    Answer answer =
        service.postFrom(origin, "/v1/events", "{\"userId\":1,\"itemId\":1,\"rating\":4}");

    requireProblem(answer, 403);
    assertThat(answer.json().path("code").asText()).isEqualTo("CROSS_ORIGIN");
  }

  @Test
  void shouldAnswerWhenPageOfThisHostSends() {
    String origin = service.uri("http", "").toString();

    assertThat(service.postFrom(origin, "/recommendations", "{\"userId\":1}").status())
        .isNotEqualTo(403);
  }

  @Test
  void shouldAnswer426WhenStreamIsAskedWithoutWebSocket() {
    requireProblem(service.get("/v1/stream"), 426);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/users/%FF/recommendations", "/v1/users/a%00b", "/v1/items/%0A"})
  void shouldRefuseWhenPathIdIsNotText(String path) {
    assertThat(service.get(path).status()).isIn(400, 422);
  }

  @Test
  void shouldRefuseWhenPathIdIsHuge() {
    requireProblem(service.get("/v1/users/" + "x".repeat(300)), 422);
  }

  @Test
  void shouldNameParameterWhenItIsUnknownOrTwice() {
    assertThat(service.get("/v1/users/1/recommendations?limit=3").faultyFields())
        .containsExactly("limit");
    assertThat(service.get("/v1/users/1/recommendations?n=3&n=4").faultyFields())
        .containsExactly("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/users/%ZZ/recommendations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /v1/users/1/recommendations?n=%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "NONSENSE\r\n\r\n"
      })
  void shouldAnswer400WhenRequestIsNotHttp(String request) throws IOException {
    assertThat(exchange(request)).startsWith("400 ").doesNotContain("Exception");
  }

  /** Found by fuzzing: some were answered with 500. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/onboarding?exclude=1210%",
        "GET /v1/items?query=100%",
        "GET /v1/models/compare?a=%Z1&b=2",
        "POST /v1/events?wait=%A"
      })
  void shouldAnswer400WhenQueryIsNotPercentEncoded(String request) throws IOException {
    String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    assertThat(exchange(request + head)).startsWith("400 ").contains("MALFORMED_REQUEST");
  }

  @Test
  void shouldAnswer414WhenPathIsLongerThanTheLimit() throws IOException {
    String path = "/v1/users/" + "x".repeat(20_000);

    assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("414 ")
        .contains("URI_TOO_LONG");
  }

  @Test
  void shouldAnswer431WhenHeadersAreLargerThanTheLimit() throws IOException {
    String header = "X-Long: " + "x".repeat(20_000);

    assertThat(exchange("GET /health HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"))
        .startsWith("431 ")
        .contains("HEADERS_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST /v1/events", "DELETE /v1/users/1", "PUT /v1/items/x", "GET /health"})
  void shouldAnswer400WhenChunksCannotBeRead(String request) throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";

    assertThat(exchange(head + "ZZ\r\n")).startsWith("400 ").contains("MALFORMED_REQUEST");
    assertThat(exchange(head + "2\r\n[]\r\nXYZ\r\n"))
        .startsWith("400 ")
        .contains("MALFORMED_REQUEST");
  }

  @Test
  void shouldTellNothingOfTheParsersOwnSettings() {
    List<String> bodies =
        List.of("{", "{\"userId\":NaN}", "[".repeat(2000), "{\"a\":" + "1".repeat(2000) + "}");
    for (String body : bodies) {
      Answer answer = service.post("/recommendations", body);
      requireProblem(answer, 400);
      assertThat(answer.text()).doesNotContain("Stream", "JsonReadFeature", "REDACTED");
    }
  }

  @Test
  void shouldAnswerHeadAsGetWithoutABody() throws IOException {
    assertThat(exchange("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("200 ")
        .doesNotContain("healthy");
  }

  /** The answer to raw bytes, from its status on. */
  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches(text -> text.startsWith("HTTP/1."));
      return answer.substring("HTTP/1.x ".length());
    }
  }
}
