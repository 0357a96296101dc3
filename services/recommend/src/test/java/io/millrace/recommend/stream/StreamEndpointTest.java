package io.millrace.recommend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.generation.NamedModel;
import io.millrace.recommend.generation.Publication;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.Topics;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamEndpointTest {
  private static final long PATIENCE_SECONDS = 20;

  private RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  /** A client that reads everything. */
  private static final class Client implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(Json.read(partial.toString().getBytes(StandardCharsets.UTF_8)));
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    JsonNode next() throws InterruptedException {
      JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("a message within %d s", PATIENCE_SECONDS).isNotNull();
      return message;
    }

    /** The next message of a type; others are passed over. */
    JsonNode next(String type) throws InterruptedException {
      JsonNode message = next();
      while (!message.path("type").asText().equals(type)) {
        message = next();
      }
      return message;
    }
  }

  private WebSocket connect(Client client) {
    return service
        .client()
        .newWebSocketBuilder()
        .buildAsync(service.uri("ws", "/v1/stream"), client)
        .join();
  }

  private static void say(WebSocket socket, String text) {
    socket.sendText(text, true).join();
  }

  private static List<String> items(JsonNode message) {
    return message.path("items").valueStream().map(i -> i.path("itemId").asText()).toList();
  }

  @Test
  void shouldPushListNowAndWhenUserChanges() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);
    say(socket, "{\"subscribe\":{\"userId\":9,\"n\":10}}");
    JsonNode first = client.next();
    assertThat(first.path("type").asText()).isEqualTo("recommendations");
    assertThat(first.path("userId").asText()).isEqualTo("9");
    assertThat(first.path("cause").asText()).isEqualTo("subscribed");
    assertThat(items(first)).contains("3");

    say(socket, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}");

    JsonNode pushed = client.next("recommendations");
    assertThat(pushed.path("cause").asText()).isEqualTo("user");
    assertThat(items(pushed)).doesNotContain("3");
    socket.abort();
  }

  /** It was made, and told as shown, though nobody was to see it. */
  @Test
  void shouldMakeNoListForASubscriptionThatHasEndedMeanwhile() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch free = new CountDownLatch(1);
    service.close();
    service = RunningService.withSomeRatings(NamedModel.factory(query -> await(busy, free)));
    List<Client> others = List.of(new Client(), new Client());
    for (Client other : others) {
      say(connect(other), "{\"subscribe\":{\"userId\":\"other\"}}");
    }
    assertThat(busy.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("both workers busy").isTrue();
    Client client = new Client();
    WebSocket socket = connect(client);

    say(socket, "{\"subscribe\":{\"userId\":\"gone\"}}");
    say(socket, "{\"unsubscribe\":{\"userId\":\"gone\"}}");
    client.next("unsubscribed");
    free.countDown();
    for (Client other : others) {
      other.next("recommendations");
    }
    for (String user : List.of("later", "last")) {
      say(socket, "{\"subscribe\":{\"userId\":\"" + user + "\"}}");
      assertThat(client.next("recommendations").path("userId").asText()).isEqualTo(user);
    }

    assertThat(service.log().appended(Topics.FEEDBACK))
        .extracting(shown -> ((Feedback) Objects.requireNonNull(shown.value())).getUserId())
        .containsExactly("other", "other", "later", "last");
  }

  private static void await(CountDownLatch told, CountDownLatch awaited) {
    told.countDown();
    try {
      assertThat(awaited.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldSteerEveryListAsTheLastSubscribeOfTheUserSays() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);
    say(socket, "{\"subscribe\":{\"userId\":9,\"n\":10}}");
    assertThat(items(client.next())).containsExactlyInAnyOrder("1", "2", "3", "abc");
    say(
        socket,
        "{\"subscribe\":{\"userId\":9,\"seen\":\"include\",\"filter\":\"itemId in ('1','3')\","
            + "\"pin\":[\"3\"],\"exclude\":[\"2\"],\"cap\":{\"genre\":5},\"diversity\":0.5,\"explain\":true}}");
    JsonNode steered = client.next();
    assertThat(steered.path("cause").asText()).isEqualTo("subscribed");
    assertThat(items(steered)).containsExactly("3", "1");

    say(socket, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}");

    JsonNode pushed = client.next("recommendations");
    assertThat(pushed.path("cause").asText()).isEqualTo("user");
    assertThat(items(pushed)).containsExactly("3", "1");
    assertThat(pushed.at("/items/1/reasons").findValuesAsText("kind")).contains("popular");
    assertThat(pushed.at("/items/1/explanation/sources").isObject()).isTrue();
    socket.abort();
  }

  @Test
  void shouldNameTheFieldAndKeepTheSubscriptionWhenSteeringIsWrong() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);
    say(socket, "{\"subscribe\":{\"userId\":9,\"filter\":\"itemId = '1'\"}}");
    client.next("recommendations");
    for (String wrong :
        List.of(
            "filter\":\"year >\"",
            "diversity\":2",
            "exploration\":\"much\"",
            "seen\":\"sometimes\"",
            "cap\":{\"genre\":0}",
            "pin\":[{\"place\":1}]",
            "exclude\":5",
            "boost\":[{}]",
            "explain\":1",
            "cursor\":\"x\"",
            "history\":[]")) {
      say(socket, "{\"subscribe\":{\"userId\":9,\"" + wrong + "}}");
      JsonNode error = client.next();
      assertThat(error.path("type").asText()).as(wrong).isEqualTo("error");
      assertThat(error.at("/faults/0/field").asText())
          .as(wrong)
          .startsWith("subscribe." + wrong.substring(0, wrong.indexOf('"')));
    }

    service.rate("9", "3", 5, RunningService.LAST_EVENT + 1);

    assertThat(items(client.next("recommendations"))).containsExactly("1");
    socket.abort();
  }

  @Test
  void shouldAnswerEventWithStampWhenSent() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);

    say(socket, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}");

    JsonNode answer = client.next("event");
    assertThat(answer.path("stamped").asBoolean()).isTrue();
    assertThat(answer.path("offset").asInt()).isEqualTo(3);
    socket.abort();
  }

  @Test
  void shouldPushListWhenModelChanges() throws InterruptedException {
    service.close();
    service = RunningService.withSomeRatings(NamedModel.factory());
    Client client = new Client();
    WebSocket socket = connect(client);
    say(socket, "{\"subscribe\":{\"userId\":\"9\"}}");
    assertThat(client.next().path("modelVersion").asText()).isEqualTo("g000000");

    service.modelsRead(10);
    new Publication(service.shelf()).publish("g000001");

    JsonNode pushed = client.next("recommendations");
    assertThat(pushed.path("cause").asText()).isEqualTo("model");
    assertThat(pushed.path("modelVersion").asText()).isEqualTo("g000001");
    socket.abort();
  }

  @Test
  void shouldPushNoMoreWhenUnsubscribed() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);
    say(socket, "{\"subscribe\":{\"userId\":9}}");
    client.next("recommendations");
    say(socket, "{\"unsubscribe\":{\"userId\":9}}");
    client.next("unsubscribed");

    service.rate("9", "3", 5, RunningService.LAST_EVENT + 1);
    say(socket, "{\"subscribe\":{\"userId\":10}}");

    assertThat(client.next("recommendations").path("userId").asText()).isEqualTo("10");
    socket.abort();
  }

  @Test
  void shouldTellFaultAndStayOpenWhenMessageIsWrong() throws InterruptedException {
    Client client = new Client();
    WebSocket socket = connect(client);
    for (String wrong :
        List.of(
            "{",
            "[]",
            "{}",
            "{\"subscribe\":{}}",
            "{\"subscribe\":{\"userId\":1,\"n\":0}}",
            "{\"subscribe\":{\"userId\":1},\"event\":{}}",
            "{\"unsubscribe\":{\"userId\":\"nobody\"}}",
            "{\"event\":{\"userId\":1,\"itemId\":1,\"rating\":9}}",
            "{\"shout\":1}")) {
      say(socket, wrong);
      JsonNode answer = client.next();
      assertThat(answer.path("type").asText()).as(wrong).isEqualTo("error");
      assertThat(answer.path("detail").asText()).as(wrong).isNotEmpty();
    }
    say(socket, "{\"subscribe\":{\"userId\":9}}");
    assertThat(client.next().path("type").asText()).isEqualTo("recommendations");
    socket.abort();
  }

  @Test
  void shouldSendErrorWhenLogDoesNotTakeEvent() throws InterruptedException {
    service.log().breakDown();
    Client client = new Client();
    WebSocket socket = connect(client);

    say(socket, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}");

    assertThat(client.next("error").path("code").asText()).isEqualTo("LOG_UNAVAILABLE");
    socket.abort();
  }

  @Test
  void shouldSendErrorWhenEventWithoutTimestampComesWhileLoading() throws InterruptedException {
    service.loadAgain();
    Client client = new Client();
    WebSocket socket = connect(client);

    say(socket, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}");

    assertThat(client.next("error").path("code").asText()).isEqualTo("LOADING");
    socket.abort();
  }

  @Test
  void shouldNotOpenWhenPageOfAnotherHostAsks() {
    CompletableFuture<WebSocket> opened =
        service
            .client()
            .newWebSocketBuilder()
            .header("Origin", "http://evil.example")
            .buildAsync(service.uri("ws", "/v1/stream"), new Client());

    assertThat(opened)
        .failsWithin(Duration.ofSeconds(PATIENCE_SECONDS))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void shouldCloseWithGoingAwayWhenServiceStops() throws Exception {
    Client client = new Client();
    connect(client);
    service.close();

    assertThat(client.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1001);
    service = RunningService.empty();
  }
}
