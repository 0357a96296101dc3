package io.millrace.tests.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP and WebSocket to a recommend service. Thread-safe. */
public final class ServiceClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String authority;
  private final Duration patience;

  public ServiceClient(int port) {
    this(port, PATIENCE);
  }

  /** A client that gives up on an answer after so long. */
  public ServiceClient(int port, Duration patience) {
    this.authority = "127.0.0.1:" + port;
    this.patience = patience;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status; 0 if nobody answered
   * @param body parsed; text if it is not JSON
   */
  public record Answer(int status, JsonNode body) {
    /** The ids of {@code items}, in order. */
    public List<String> itemIds() {
      return StreamSupport.stream(body.path("items").spliterator(), false)
          .map(item -> item.path("itemId").asText())
          .toList();
    }
  }

  public Answer get(String path) throws InterruptedException {
    return send("GET", path, null, Map.of());
  }

  public Answer delete(String path) throws InterruptedException {
    return send("DELETE", path, null, Map.of());
  }

  public Answer put(String path, String body) throws InterruptedException {
    return send("PUT", path, body, Map.of());
  }

  public Answer post(String path, String body) throws InterruptedException {
    return send("POST", path, body, Map.of());
  }

  public Answer post(String path, String body, Map<String, String> headers)
      throws InterruptedException {
    return send("POST", path, body, headers);
  }

  private Answer send(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + authority + path))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), parse(response.body()));
    } catch (IOException e) {
      return new Answer(0, json.getNodeFactory().textNode(String.valueOf(e)));
    }
  }

  private JsonNode parse(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      return json.getNodeFactory().textNode(text);
    }
  }

  /** Opens a WebSocket; what arrives is queued. */
  public Conversation converse(String path) {
    Conversation conversation = new Conversation(json);
    conversation.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + authority + path), conversation)
            .join();
    return conversation;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** An open WebSocket. */
  public static final class Conversation implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final ObjectMapper json;
    private @Nullable WebSocket socket;

    private Conversation(ObjectMapper json) {
      this.json = json;
    }

    /** Sends a text. */
    public void say(String text) {
      Objects.requireNonNull(socket).sendText(text, true).join();
    }

    /** The next message, or a missing node if none comes in time. */
    public JsonNode hear() throws InterruptedException {
      String text = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      try {
        return text == null ? json.missingNode() : json.readTree(text);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        heard.add(partial.toString());
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public void close() {
      Objects.requireNonNull(socket).abort();
    }
  }
}
