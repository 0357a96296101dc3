package io.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
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
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  private static final String NDJSON = "application/x-ndjson";

  /** As long as the service takes for one, if it is not told otherwise. */
  private static final Duration LONGEST_IMPORT = Duration.ofHours(1);

  private final HttpClient http;
  private final Attempts attempts;
  private final String base;
  private final Duration timeout;
  private final ApiKey key;

  private MillraceClient(URI service, Duration timeout, RetryPolicy retries, ApiKey key) {
    if (service.getHost() == null || service.getScheme() == null) {
      throw new IllegalArgumentException(
          "service: must be like http://localhost:8080, was " + service);
    }
    String text = service.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.timeout = timeout;
    this.key = key;
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
    return of(service, timeout, retries, () -> null);
  }

  /**
   * A service that asks for a key.
   *
   * @param timeout longest wait for one answer
   * @param apiKey asked for each call, so that a key may be exchanged while the client lives; null
   *     or blank for none. It goes over the network as it is: use https
   */
  public static MillraceClient of(
      URI service, Duration timeout, RetryPolicy retries, Supplier<@Nullable String> apiKey) {
    return new MillraceClient(service, timeout, retries, new ApiKey(apiKey));
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

  /**
   * Imports ratings, any number, in their order; they are made as they are sent. Those that are
   * good are taken though others are not.
   *
   * @param ratings iterated over again for each attempt; those without a time get a new one then
   * @throws ServiceException if the service takes none of them or cannot be reached
   */
  public ImportSummary importRatings(Iterable<Rating> ratings) throws InterruptedException {
    return send("/v1/events", Lines.of(ratings, MillraceClient::json));
  }

  /**
   * Imports entries of the catalogue, any number, each in place of what there is.
   *
   * @param items iterated over again for each attempt
   * @throws ServiceException if the service takes none of them or cannot be reached
   */
  public ImportSummary importItems(Iterable<CatalogueItem> items) throws InterruptedException {
    return send("/v1/items", Lines.of(items, MillraceClient::json));
  }

  /**
   * The whole catalogue, hidden items too, in no order, as it is read: to be closed. Reading fails
   * with an {@link UncheckedIOException} if the connection breaks off.
   *
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public Stream<CatalogueItem> exportItems() throws InterruptedException {
    HttpRequest request = request("/v1/items", timeout).header("Accept", NDJSON).build();
    return attempts.lines(request).map(MillraceClient::item);
  }

  /**
   * Everything that the service holds of a person, for that person: one JSON object a line, as it
   * is read: to be closed. Reading fails with an {@link UncheckedIOException} if the connection
   * breaks off, and what had been read by then is incomplete.
   *
   * @throws ServiceException if the service refuses or cannot be reached
   */
  public Stream<String> exportUser(String userId) throws InterruptedException {
    String path = "/v1/users/%s/export".formatted(encoded(userId));
    return attempts.lines(request(path, timeout).build());
  }

  /** A body that takes its time: the service is asked first whether it wants it. */
  private ImportSummary send(String path, BodyPublisher lines) throws InterruptedException {
    HttpRequest request =
        request(path, LONGEST_IMPORT)
            .expectContinue(true)
            .header("Content-Type", NDJSON)
            .POST(lines)
            .build();
    return read(attempts.send(request), ImportSummary.class);
  }

  private static ObjectNode json(CatalogueItem item) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("itemId", item.itemId())
            .put("title", item.title())
            .put("year", item.year())
            .put("available", item.available());
    node.set("genres", JSON.valueToTree(item.genres()));
    node.set("attributes", JSON.valueToTree(item.attributes()));
    Instant until = item.availableUntil();
    return until == null ? node : node.put("availableUntil", until.toEpochMilli());
  }

  private static CatalogueItem item(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode until = node.path("availableUntil");
      return new CatalogueItem(
          node.path("itemId").asText(),
          node.path("title").textValue(),
          node.path("year").isInt() ? (Integer) node.path("year").intValue() : null,
          List.of(JSON.treeToValue(node.path("genres"), String[].class)),
          JSON.convertValue(node.path("attributes"), new TypeReference<Map<String, String>>() {}),
          node.path("available").asBoolean(),
          until.isNumber() ? Instant.ofEpochMilli(until.longValue()) : null);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
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
    return attempts.send(request(path, timeout).GET().build());
  }

  private JsonNode post(String path, JsonNode body) throws InterruptedException {
    return attempts.send(
        request(path, timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path, Duration longest) {
    return key.into(HttpRequest.newBuilder(URI.create(base + path)).timeout(longest));
  }

  private static Recommendations read(JsonNode node) {
    return read(node, Recommendations.class);
  }

  private static <T> T read(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
