package io.millrace.standalone.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running service, over HTTP. Thread-safe. */
public final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final String base;
  private final @Nullable String key;

  /**
   * A service without keys.
   *
   * @param url such as {@code http://localhost:8080}
   * @throws UserFault if it is no URL
   */
  public Api(String url) {
    this(url, null);
  }

  /**
   * A service.
   *
   * @param url such as {@code http://localhost:8080}
   * @param key sent with every request and WebSocket, never told in a message; null for none
   * @throws UserFault if it is no URL, or the key is none that could be sent
   */
  public Api(String url, @Nullable String key) {
    this.key = checked(key);
    String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    try {
      URI address = URI.create(trimmed);
      if (address.getHost() == null || !address.getScheme().matches("https?")) {
        throw new IllegalArgumentException("it names no host, or its scheme is not http");
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UserFault("--url: must be like http://localhost:8080, was \"" + url + "\"", e);
    }
    this.base = trimmed;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** The address all paths are relative to. */
  public String base() {
    return base;
  }

  private static @Nullable String checked(@Nullable String key) {
    if (key != null && !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UserFault("API key: must be of visible ASCII characters (it is not shown)");
    }
    return key;
  }

  /** A WebSocket that begins with what every request has. */
  public WebSocket.Builder webSocket() {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    return key == null ? builder : builder.header("X-Api-Key", key);
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param text the body
   * @param type content type, empty if there is none
   */
  public record Answer(int status, String text, String type) {
    /** The body as JSON; missing if it is none. */
    public JsonNode json() {
      return Api.json(text);
    }
  }

  /** Text as JSON; missing if it is none. */
  static JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** GET. */
  public Answer get(String path) throws InterruptedException {
    return send("GET", path, null);
  }

  /** POST of JSON. */
  public Answer post(String path, String body) throws InterruptedException {
    return send("POST", path, body);
  }

  /**
   * Any method.
   *
   * @throws UserFault if the service cannot be reached
   */
  public Answer send(String method, String path, @Nullable String body)
      throws InterruptedException {
    try {
      return answer(client.send(request(method, path, body), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UserFault(
          base
              + ": does not answer ("
              + IoReason.of(e)
              + "); check the address and that the service runs",
          e);
    }
  }

  /** GET, without waiting for the answer. */
  public CompletableFuture<Answer> getLater(String path) {
    return client
        .sendAsync(request("GET", path, null), BodyHandlers.ofString())
        .thenApply(Api::answer);
  }

  private HttpRequest request(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return (key == null ? request : request.header("X-Api-Key", key)).build();
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("content-type").orElse(""));
  }

  /** An id as a part of a path. */
  public static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
