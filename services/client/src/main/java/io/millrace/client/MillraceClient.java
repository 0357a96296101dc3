package io.millrace.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A service, for an application. Thread-safe; one is enough for an application. Every call waits
 * for its answer and is tried again as the policy says.
 *
 * <pre>{@code
 * try (MillraceClient client = MillraceClient.of(URI.create("http://localhost:8080"))) {
 *   Recommendations list = client.recommend("ann", 10);
 *   client.rate(new Rating("ann", list.items().getFirst().itemId(), 4.5));
 * }
 * }</pre>
 *
 * <p>A request whose answer was lost may have been done, and is then done twice: that changes
 * nothing of what is asked for or rated (the same rating again, or a moment later), but counts
 * feedback twice.
 */
public final class MillraceClient implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final HttpClient http;
  private final Attempts attempts;
  private final String base;
  private final Duration timeout;

  private MillraceClient(URI service, Duration timeout, RetryPolicy retries) {
    if (service.getHost() == null || service.getScheme() == null) {
      throw new IllegalArgumentException(
          "service: must be like http://localhost:8080, was " + service);
    }
    String text = service.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    this.attempts = new Attempts(http, retries);
  }

  /** A service, with ten seconds for each answer and the usual retries. */
  public static MillraceClient of(URI service) {
    return of(service, Duration.ofSeconds(10), RetryPolicy.defaults());
  }

  /**
   * A service.
   *
   * @param timeout longest wait for one answer
   */
  public static MillraceClient of(URI service, Duration timeout, RetryPolicy retries) {
    return new MillraceClient(service, timeout, retries);
  }

  /**
   * The best items for a user.
   *
   * @param n 1 to 1000
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public Recommendations recommend(String userId, int n) throws InterruptedException {
    return read(get("/v1/users/%s/recommendations?n=%d".formatted(encoded(userId), n)));
  }

  /**
   * Steered recommendations: filters, pins, boosts, pages and all else that the API's document
   * tells, for a user or for an anonymous session.
   *
   * @param request the body of {@code POST /v1/recommendations}; what cannot be written as JSON is
   *     an {@link IllegalArgumentException}
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public Recommendations recommend(Object request) throws InterruptedException {
    return read(post("/v1/recommendations", JSON.valueToTree(request)));
  }

  /**
   * Items like an item.
   *
   * @param n 1 to 1000
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public Recommendations similar(String itemId, int n) throws InterruptedException {
    return read(get("/v1/items/%s/similar?n=%d".formatted(encoded(itemId), n)));
  }

  /**
   * Tells of a rating and waits until the next answer knows it.
   *
   * @return whether it does; false if that takes longer than the service waits
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public boolean rate(Rating rating) throws InterruptedException {
    return post("/v1/events?wait=applied", json(rating)).path("applied").asBoolean();
  }

  /**
   * Tells of many ratings, 1 to 1000, all or none of them, and does not wait for their effect.
   *
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public void rateAll(List<Rating> ratings) throws InterruptedException {
    ArrayNode events = JSON.createArrayNode();
    ratings.forEach(rating -> events.add(json(rating)));
    post("/v1/events", events);
  }

  /**
   * Tells what became of a recommended item.
   *
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public void feedback(Recommendations list, String itemId, FeedbackType type)
      throws InterruptedException {
    ObjectNode feedback =
        JSON.createObjectNode()
            .put("recommendationId", list.recommendationId())
            .put("itemId", itemId)
            .put("type", type.name().toLowerCase(Locale.ROOT));
    post("/v1/feedback", feedback);
  }

  private static ObjectNode json(Rating rating) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("userId", rating.userId())
            .put("itemId", rating.itemId())
            .put("rating", rating.stars());
    Instant time = rating.time();
    return time == null ? event : event.put("timestamp", time.toEpochMilli());
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode get(String path) throws InterruptedException {
    return attempts.send(request(path).GET().build());
  }

  private JsonNode post(String path, JsonNode body) throws InterruptedException {
    return attempts.send(
        request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(timeout)
        .header("Content-Type", "application/json");
  }

  private static Recommendations read(JsonNode node) {
    try {
      return JSON.treeToValue(node, Recommendations.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
