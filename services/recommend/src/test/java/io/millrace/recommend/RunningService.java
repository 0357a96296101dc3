package io.millrace.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.model.feature.EventClock;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.IndexSettings;
import io.millrace.recommend.access.AccessSettings;
import io.millrace.recommend.contract.AnswerContract;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ModelFactory;
import io.millrace.recommend.generation.RecommenderFactory;
import io.millrace.recommend.generation.Shelf;
import io.millrace.recommend.health.Readiness;
import io.millrace.recommend.http.BulkSettings;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.person.PersonRecords;
import io.millrace.recommend.state.LiveState;
import io.millrace.recommend.tracing.AppliedTraces;
import io.millrace.recommend.trainings.Trainings;
import io.millrace.recommend.watch.Drift;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole service over real HTTP, on topics in memory. */
public final class RunningService implements AutoCloseable {
  /** The event time of the newest rating of {@link #withSomeRatings}: 2003-02-28T17:49:50Z. */
  public static final long LAST_EVENT = 1046454590000L;

  /** Limit of a body here. */
  public static final int BODY_LIMIT = 64 * 1024;

  private final LiveState state = new LiveState(new EventClock(InstantSource.system()));
  private final Shelf shelf = new Shelf();
  private final Trainings trainings = new Trainings();
  private final InMemoryLog log;
  private final Map<String, Long> modelPositions = new ConcurrentHashMap<>();
  private final Generations generations;
  private final Experiments experiments;
  private final RecommendServer server;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private volatile boolean stateCaughtUp = true;
  private volatile boolean experimentsRead = true;
  private volatile Set<String> experimentTopicsLacking = Set.of();
  private volatile PersonRecords persons = userId -> Stream.empty();

  private RunningService(@Nullable ModelFactory factory, RecommendConfig config) {
    log = new InMemoryLog(state);
    log.follow(shelf.handlers());
    log.follow(trainings.handlers());
    state.loadedWhen(() -> stateCaughtUp);
    ModelFactory models =
        factory == null
            ? new RecommenderFactory(
                state, RecommenderSettings.defaults(), IndexSettings.defaults())
            : factory;
    generations =
        new Generations(
            shelf, (topic, partition) -> modelPositions.getOrDefault(topic, 0L), models);
    experiments = new Experiments(generations::keep);
    experiments.readBy(() -> experimentsRead, () -> experimentTopicsLacking);
    log.follow(experiments.handlers());
    state.onItem(generations::catalogued);
    generations.start();
    try {
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      server =
          RecommendServer.start(
              config,
              Doors.open(config, InstantSource.system()),
              state,
              generations,
              trainings,
              experiments,
              userId -> persons.of(userId),
              log,
              log,
              this::readiness,
              InstantSource.system(),
              new Drift(config().driftWindow(), meters),
              meters,
              new AppliedTraces(Tracing.off(), state::loaded),
              Tracing.off());
    } catch (BindException e) {
      throw new IllegalStateException("port 0 must be free", e);
    }
  }

  private static RecommendConfig config() {
    return config(AccessSettings.defaults());
  }

  private static RecommendConfig config(AccessSettings access) {
    RecommendConfig base = RecommendConfig.onPort(0);
    return config(base.connections(), base.bodyTimeout(), base.idleTimeout(), access);
  }

  private static RecommendConfig config(
      int connections, Duration bodyTimeout, Duration idleTimeout) {
    return config(connections, bodyTimeout, idleTimeout, AccessSettings.defaults());
  }

  private static RecommendConfig config(
      int connections, Duration bodyTimeout, Duration idleTimeout, AccessSettings access) {
    RecommendConfig base = RecommendConfig.onPort(0);
    return new RecommendConfig(
        base.host(),
        0,
        base.warmUp(),
        base.drain(),
        2,
        100,
        base.burst(),
        base.longestWait(),
        connections,
        BODY_LIMIT,
        bodyTimeout,
        Duration.ofMillis(400),
        base.logTimeout(),
        base.logQueue(),
        idleTimeout,
        base.retrieval(),
        base.index(),
        base.steering(),
        new BulkSettings(2, 4 * BODY_LIMIT, Duration.ofSeconds(30)),
        base.indexCheck(),
        base.driftWindow(),
        base.tls(),
        access);
  }

  /** Without catalogue. */
  public static RunningService empty() {
    return new RunningService(null, config());
  }

  /** With five items, two users and a few ratings that ended in 2003. */
  public static RunningService withSomeRatings() {
    RunningService service = new RunningService(null, config());
    service.fill();
    return service;
  }

  /** The same, with other limits of connections. */
  public static RunningService withLimits(
      int connections, Duration bodyTimeout, Duration idleTimeout) {
    RunningService service =
        new RunningService(null, config(connections, bodyTimeout, idleTimeout));
    service.fill();
    return service;
  }

  /** The same, for whom these settings let in. */
  public static RunningService withSomeRatings(AccessSettings access) {
    RunningService service = new RunningService(null, config(access));
    service.fill();
    return service;
  }

  /** The same, with other generations. */
  public static RunningService withSomeRatings(ModelFactory factory) {
    RunningService service = new RunningService(factory, config());
    service.fill();
    return service;
  }

  private void fill() {
    item("1", "Toy Story (1995)", true);
    item("2", "Jumanji (1995)", true);
    item("3", "Heat (1995)", true);
    item("abc", "Brazil (1985)", true);
    item("5", "Hidden (1999)", false);
    User user =
        new User("7", new Demographics(25, "F", "student", "55117"), Map.of("plan", "free"));
    log.append(Topics.USERS, "7", user, 0);
    rate("7", "1", 5, LAST_EVENT - 2000);
    rate("7", "2", 4, LAST_EVENT - 1000);
    rate("8", "2", 3.5, LAST_EVENT);
  }

  /** Puts an item into the catalogue. */
  public void item(String id, String title, boolean available) {
    Item item = new Item(id, title, 1995, List.of("Drama"), Map.of(), available, null);
    log.append(Topics.ITEMS, id, item, 0);
  }

  /** Sends a rating past HTTP. */
  public void rate(String user, String item, double rating, long time) {
    log.append(Topics.RATINGS, user, new RatingEvent(user, item, rating, time, null), time);
  }

  private Readiness readiness() {
    return new Readiness(
        stateCaughtUp ? 1 : 0.25,
        stateCaughtUp,
        true,
        experiments.areKnown(),
        generations.servesAsWanted(),
        true,
        false,
        generations.serving().version(),
        state.itemCount(),
        state.userCount(),
        generations.serving().indexSize(),
        List.copyOf(experimentTopicsLacking));
  }

  /** From now on the state has loaded a quarter. */
  public void loadAgain() {
    stateCaughtUp = false;
  }

  /** From now on what experiments there were at start has, or has not, been read. */
  public void experimentsRead(boolean read) {
    experimentsRead = read;
  }

  /** From now on the topics of experiments cannot be read, these being lacking. */
  public void experimentsLack(String... topics) {
    experimentsRead = false;
    experimentTopicsLacking = Set.of(topics);
  }

  /** The experiments. */
  public Experiments experiments() {
    return experiments;
  }

  /** From now on the records of people are these. */
  public void persons(PersonRecords records) {
    persons = records;
  }

  /** The topics. */
  public InMemoryLog log() {
    return log;
  }

  /** The state. */
  public LiveState state() {
    return state;
  }

  /** Where generations are put. */
  public Shelf shelf() {
    return shelf;
  }

  /** The model reader has come to this offset of every topic. */
  public void modelsRead(long position) {
    Topics.all().forEach(topic -> modelPositions.put(topic.name(), position));
  }

  /** The port. */
  public int port() {
    return server.port();
  }

  /** The paths it serves, parameters with a colon before them, and the methods of each. */
  public Map<String, Set<HttpMethod>> routes() {
    return server.routes();
  }

  /** An answer. */
  public record Answer(int status, String type, String text, HttpResponse<String> response) {
    /** As JSON. */
    public JsonNode json() {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The ids listed. */
    public List<String> itemIds() {
      return json().path("items").valueStream().map(i -> i.path("itemId").asText()).toList();
    }

    /** Fields named in faults. */
    public List<String> faultyFields() {
      return json().path("faults").findValuesAsText("field");
    }
  }

  /** GET. */
  public Answer get(String path) {
    return send(path, request -> request.GET());
  }

  /** DELETE. */
  public Answer delete(String path) {
    return send(path, request -> request.DELETE());
  }

  /** POST of JSON. */
  public Answer post(String path, String body) {
    return send("POST", path, "application/json", BodyPublishers.ofString(body));
  }

  /** POST of JSON by a page of this origin. */
  public Answer postFrom(String origin, String path, String body) {
    return send(
        path,
        request ->
            request
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Origin", origin));
  }

  /** PUT of JSON. */
  public Answer put(String path, String body) {
    return send("PUT", path, "application/json", BodyPublishers.ofString(body));
  }

  /** Any method, type and body. */
  public Answer send(String method, String path, String type, BodyPublisher body) {
    return send(path, request -> request.method(method, body).header("Content-Type", type));
  }

  /** The service's address. */
  public URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** The client. */
  public HttpClient client() {
    return client;
  }

  /** Any request. The answer has to be as the OpenAPI document says. */
  public Answer send(String path, UnaryOperator<HttpRequest.Builder> request) {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(uri("http", path)).timeout(Duration.ofSeconds(20));
      HttpRequest sent = request.apply(builder).build();
      HttpResponse<String> response = client.send(sent, BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (!"gzip".equals(response.headers().firstValue("Content-Encoding").orElse(""))) {
        AnswerContract.require(
            sent.method(), sent.uri().getRawPath(), response.statusCode(), type, response.body());
      }
      return new Answer(response.statusCode(), type, response.body(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
    generations.close();
    client.shutdownNow();
  }
}
