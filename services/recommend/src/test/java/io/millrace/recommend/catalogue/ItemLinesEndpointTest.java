package io.millrace.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.Patience;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemLinesEndpointTest {
  private static final String NDJSON = "application/x-ndjson";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer send(String path, String body) {
    return service.send("POST", path, NDJSON, BodyPublishers.ofString(body));
  }

  private static List<JsonNode> lines(String text) {
    return text.lines().map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8))).toList();
  }

  @Test
  void shouldPutEachItemSoThatTheNextAnswerKnows() {
    Answer answer =
        send(
            "/v1/items?wait=applied",
            """
            {"itemId":"n1","title":"New","year":2026,"genres":["Drama"],"attributes":{"director":"X"}}
            {"itemId":"1","title":"Toy Story, hidden","available":false}
            {"title":"without id"}
            {"itemId":"n2","year":"soon"}
            {"itemId":"n1","title":"Newer"}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(3);
    assertThat(answer.json().path("faults").findValuesAsText("field"))
        .containsExactly("itemId", "year");
    assertThat(service.get("/v1/items/n1").json().path("title").asText()).isEqualTo("Newer");
    assertThat(service.get("/v1/items?query=toy").itemIds()).isEmpty();
  }

  @Test
  void shouldAnswer202WhenNobodyWaits() {
    assertThat(send("/v1/items", "{\"itemId\":\"n1\",\"title\":\"New\"}").status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
  void shouldAnswer415WhenTheBodyIsDeclaredAsSomethingElse(String type) {
    Answer answer =
        service.send(
            "POST",
            "/v1/items",
            type,
            BodyPublishers.ofString("{\"itemId\":\"n1\",\"title\":\"New\"}"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.faultyFields()).containsExactly("Content-Type");
    assertThat(answer.json().path("detail").asText()).contains(NDJSON);
  }

  @Test
  void shouldGiveBackWhatItTakes() {
    Answer all = service.get("/v1/items?format=ndjson");

    assertThat(all.type()).isEqualTo(NDJSON);
    assertThat(lines(all.text()))
        .extracting(line -> line.path("itemId").asText())
        .containsExactlyInAnyOrder("1", "2", "3", "5", "abc");
    assertThat(lines(all.text())).anyMatch(line -> !line.path("available").asBoolean());
    Answer back = send("/v1/items?wait=applied", all.text());
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().path("accepted").asInt()).isEqualTo(5);
    assertThat(service.get("/v1/items?format=ndjson").text().lines())
        .containsExactlyInAnyOrderElementsOf(all.text().lines().toList());
  }

  @Test
  void shouldGiveLinesToWhomItIsToldThatTheyAreTaken() {
    Answer lines =
        service.send(
            "/v1/items", request -> request.GET().header("Accept", NDJSON + ", */*;q=0.1"));
    Answer json =
        service.send("/v1/items?format=json", request -> request.GET().header("Accept", NDJSON));

    assertThat(lines.type()).isEqualTo(NDJSON);
    assertThat(json.type()).isEqualTo("application/json");
    assertThat(service.get("/v1/items").type()).isEqualTo("application/json");
  }

  @Test
  void shouldGiveAPageToWhomBothAreRight() {
    String accept = "application/json, " + NDJSON + ", application/problem+json";

    Answer answer =
        service.send("/v1/items?query=toy", request -> request.GET().header("Accept", accept));

    assertThat(answer.type()).isEqualTo("application/json");
    assertThat(answer.itemIds()).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=ndjson&query=toy", "format=ndjson&n=3", "format=csv"})
  void shouldNameParametersThatDoNotGoWithLines(String query) {
    assertThat(service.get("/v1/items?" + query).status()).isEqualTo(400);
  }

  @Test
  void shouldHaveNoBodyForHead() {
    Answer answer = service.send("/v1/items?format=ndjson", request -> request.HEAD());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo(NDJSON);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void shouldAnswerAnEmptyCatalogueWithNoLine() {
    try (RunningService empty = RunningService.empty()) {
      assertThat(empty.get("/v1/items?format=ndjson").status()).isEqualTo(200);
      assertThat(empty.get("/v1/items?format=ndjson").text()).isEmpty();
    }
  }

  /** More than sockets hold: what is not read must wait at its source. */
  @Test
  void shouldWaitForSlowReadersAndTakeNoMoreOfThem() throws IOException {
    String title = "x".repeat(2000);
    for (int i = 0; i < 10_000; i++) {
      service.item("big" + i, title, true);
    }
    try (Socket one = reader();
        Socket two = reader()) {
      Patience.until(
          () -> service.get("/v1/items?format=ndjson").status() == 429, "two have begun");
      assertThat(service.get("/v1/items?query=jumanji").itemIds()).containsExactly("2");

      String text = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text.lines().filter(line -> line.startsWith("{\"itemId\":\"big"))).hasSize(10_000);
      assertThat(text).endsWith("\r\n0\r\n\r\n");
      two.getInputStream().readNBytes(100);
    }
    Patience.until(
        () -> service.get("/v1/items?format=ndjson").status() == 200, "a place is free again");
  }

  private Socket reader() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
    socket.setSoTimeout(20_000);
    String request = "GET /v1/items?format=ndjson HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
