package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.client.FeedbackType;
import io.millrace.client.MillraceClient;
import io.millrace.client.Rating;
import io.millrace.client.Recommendations;
import io.millrace.client.Recommended;
import io.millrace.client.ServiceException;
import io.millrace.client.ServiceException.Fault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.FeatureComparison;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import io.millrace.tests.rig.ServiceClient.Conversation;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.Verdict;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the system does for its users, whatever broker it runs on: one subclass for each. The steps
 * are ordered, as they all look at one running system.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class EndToEndContract {
  private static final int EVENTS = 20_000;

  /** Enough for an update: not all of them are accepted. */
  private static final int NEW_EVENTS = 2_600;

  private final Catalogue data = Catalogue.head(EVENTS);
  private final int port = Deployment.freePort();
  private final ServiceClient client = new ServiceClient(port);

  private Deployment deployment = new Deployment(KafkaSettings.of("not-started"), Path.of(""));
  private @Nullable MillraceProcess recommend;

  /** The broker, started. */
  abstract KafkaSettings kafka();

  abstract void stopBroker();

  /** Settings of features and recommend, KEY=VALUE. */
  List<String> settings() {
    return List.of();
  }

  /** Starts the stream processing; when it is at work a subclass may do it harm. */
  void startFeatures(Deployment on) throws Exception {
    on.startFeatures();
  }

  /** The same of the trainer. */
  void startTrainer(Deployment on) throws Exception {
    on.startTrainer();
  }

  @BeforeAll
  void startEverything(@TempDir Path directory) throws Exception {
    deployment = new Deployment(kafka(), directory, settings());
    deployment.createTopics();
    deployment.replay(data);
    startFeatures(deployment);
    recommend = deployment.startRecommend(port);
    await("features of the last event", () -> appliedOffset(lastEvent()) == EVENTS - 1);
    startTrainer(deployment);
    awaitReadiness();
  }

  final Deployment deployment() {
    return deployment;
  }

  final ServiceClient client() {
    return client;
  }

  final void awaitReadiness() throws Exception {
    await("readiness", () -> client.get("/health/ready").status() == 200);
  }

  /** Kills the service, and starts another on its port at once. */
  final void killRecommend() throws InterruptedException {
    Objects.requireNonNull(recommend, "recommend").kill();
    recommend = deployment.startRecommend(port);
  }

  @AfterAll
  void stopEverything() {
    deployment.close();
    client.close();
    stopBroker();
  }

  @Test
  @Order(1)
  void shouldHoldTheFeaturesOfTheInputWhenReplayed() {
    new FeatureComparison(data).assertHeldBy(deployment.topics());
    assertThat(deployment.topics().records(Topics.REJECTS.name())).isEmpty();
  }

  @Test
  @Order(2)
  void shouldLeaveADirectoryOfTheTraining() throws Exception {
    Path directory = deployment.runs().resolve("g000001");

    await("the run's end", () -> Run.read(directory).verdict() != Verdict.UNFINISHED);

    Run run = Run.read(directory);
    assertThat(run.settings()).containsEntry("trainer.embedding_dim", "32");
    assertThat(run.metrics()).containsKey("ndcg@10");
    assertThat(run.epochs()).hasSizeGreaterThan(3);
    assertThat(directory.resolve("plots.html")).isNotEmptyFile();
  }

  @Test
  @Order(2)
  void shouldRecommendUnseenItemsOfTheModelWhenAsked() throws Exception {
    String user = lastEvent().getUserId();

    Answer answer = client.get("/v1/users/" + user + "/recommendations?n=10");

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.body().path("modelVersion").asText()).isEqualTo(newestGeneration());
    assertThat(answer.body().path("recommendationId").asText()).isNotEmpty();
    assertThat(answer.itemIds())
        .hasSize(10)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(rated(user));
    assertThat(scores(answer)).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  @Order(2)
  void shouldSpeakTheReferenceApi() throws Exception {
    String user = lastEvent().getUserId();
    String item = lastEvent().getItemId();

    assertThat(client.get("/health").body().path("status").asText()).isEqualTo("healthy");
    Answer list =
        client.post(
            "/recommendations", "{\"user_id\":%s,\"num_recommendations\":5}".formatted(user));
    assertThat(list.body().path("user_id").isNumber()).as("%s", list).isTrue();
    assertThat(list.body().path("num_recommendations").asInt()).isEqualTo(5);
    assertThat(list.body().path("recommendations")).hasSize(5);
    assertThat(list.body().path("recommendations").path(0).path("item_id").isNumber()).isTrue();
    Answer similar =
        client.post("/similar_items", "{\"item_id\":%s,\"num_similar\":5}".formatted(item));
    assertThat(similar.body().path("similar_items")).as("%s", similar).hasSize(5);
    assertThat(similar.body().path("similar_items").path(0).path("score").isNumber()).isTrue();
  }

  @Test
  @Order(2)
  void shouldAnswerTheUnknownAndTheWrong() throws Exception {
    assertThat(client.get("/v1/users/nobody-yet/recommendations?n=3").itemIds()).hasSize(3);
    assertThat(client.get("/v1/items/no-such-item/similar").status()).isEqualTo(404);
    for (String n : List.of("0", "-1", "1000000000", "ten")) {
      Answer refused = client.get("/v1/users/1/recommendations?n=" + n);
      assertThat(refused.status()).as("n=%s: %s", n, refused).isIn(400, 422);
      assertThat(refused.body().toString()).contains(n).doesNotContain("Exception");
    }
    assertThat(client.post("/v1/events", "{\"userId\":").status()).isEqualTo(400);
    assertThat(client.post("/v1/events", event("u", "i", "7")).status()).isEqualTo(422);
    assertThat(client.post("/v1/events", event("u", "i", "NaN")).status()).isIn(400, 422);
    assertThat(client.post("/v1/events", event("u".repeat(300), "i", "4")).status()).isIn(400, 422);
    assertThat(client.post("/v1/events", event("u", "i", "4").repeat(200_000)).status())
        .isEqualTo(413);
  }

  @Test
  @Order(3)
  void shouldChangeTheAnswerWhenARatingIsApplied() throws Exception {
    String path = "/v1/users/newcomer/recommendations?n=10";
    List<String> before = client.get(path).itemIds();
    String liked = before.getFirst();

    Answer applied = client.post("/v1/events?wait=applied", event("newcomer", liked, "5"));

    assertThat(applied.status()).as("%s", applied).isEqualTo(200);
    assertThat(applied.body().toString()).contains("\"applied\":true");
    assertThat(client.get(path).itemIds()).isNotEqualTo(before).doesNotContain(liked);
  }

  @Test
  @Order(3)
  void shouldPushANewListWhenTheUserRates() throws Exception {
    try (Conversation stream = client.converse("/v1/stream")) {
      stream.say("{\"subscribe\":{\"userId\":\"listener\",\"n\":5}}");
      JsonNode first = nextList(stream);
      String liked = first.path("items").path(0).path("itemId").asText();

      client.post("/v1/events", event("listener", liked, "4.5"));

      JsonNode second = nextListWithout(liked, stream);
      assertThat(second.path("items")).hasSize(5);
    }
  }

  @Test
  @Order(3)
  void shouldServeAnApplicationByTheClientModule() throws Exception {
    URI address = URI.create("http://localhost:" + port);
    try (MillraceClient application = MillraceClient.of(address)) {
      Recommendations before = application.recommend("application's user", 5);
      assertThat(before.items()).hasSize(5);
      String liked = before.items().getFirst().itemId();
      application.feedback(before, liked, FeedbackType.CLICK);
      assertThat(application.rate(new Rating("application's user", liked, 5))).isTrue();
      Recommendations after = application.recommend(Map.of("userId", "application's user", "n", 5));
      assertThat(after.items()).extracting(Recommended::itemId).doesNotContain(liked);
      assertThat(application.similar(liked, 3).items()).hasSize(3);
      assertThatThrownBy(() -> application.rate(new Rating("u", "i", 7)))
          .asInstanceOf(type(ServiceException.class))
          .satisfies(
              refused -> assertThat(refused.faults()).extracting(Fault::field).contains("rating"));
    }
  }

  /** Of several partitions, read in the midst of everybody else's. */
  @Test
  @Order(4)
  void shouldExportWhatIsHeldOfAPersonAndOfNobodyElse() throws Exception {
    String user = "the person, exported";
    client.put("/v1/users/" + user.replace(" ", "%20"), "{\"age\":31}");
    try (MillraceClient application = MillraceClient.of(URI.create("http://localhost:" + port))) {
      Recommendations list = application.recommend(user, 3);
      String liked = list.items().getFirst().itemId();
      application.feedback(list, liked, FeedbackType.CLICK);
      application.rate(new Rating(user, liked, 4));
      application.rate(new Rating(user, liked, 4.5));

      Map<String, Long> lines =
          await(
              "impression, click and example",
              () -> exported(application, user),
              counts -> counts.size() == 6 && counts.getOrDefault(Topics.FEEDBACK.name(), 0L) == 2);

      assertThat(lines)
          .isEqualTo(
              Map.of(
                  Topics.USERS.name(), 1L,
                  Topics.RATINGS.name(), 2L,
                  Topics.FEEDBACK.name(), 2L,
                  Topics.USER_FEATURES.name(), 1L,
                  Topics.USER_ITEMS.name(), 1L,
                  Topics.TRAINING_EXAMPLES.name(), 1L));
    }
  }

  /** Records by topic. */
  private static Map<String, Long> exported(MillraceClient application, String user)
      throws InterruptedException {
    try (Stream<String> lines = application.exportUser(user)) {
      return lines
          .map(EndToEndContract::topic)
          .filter(topic -> !topic.isEmpty())
          .collect(Collectors.groupingBy(topic -> topic, Collectors.counting()));
    }
  }

  private static String topic(String line) {
    try {
      return new JsonMapper().readTree(line).path("topic").asText();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(3)
  void shouldKeepWhatItRefusesWhenTheTopicHoldsGarbage() throws Exception {
    try (EventProducer producer = new EventProducer(kafka())) {
      producer.bytes(Topics.RATINGS.name(), "42", "not avro".getBytes(StandardCharsets.UTF_8));
      producer.bytes(Topics.RATINGS.name(), "43", null);
      producer.rating(new RatingEvent("44", "1", 7.5, 1L, null));
      producer.rating(new RatingEvent("44", "1", Double.NaN, 1L, null));
      producer.bytes(
          Topics.RATINGS.name(),
          null,
          Topics.RATINGS
              .codec()
              .encode(new RatingEvent("unkeyed", "1", 3.0, 880_000_000_000L, null)));
      producer.flush();
    }

    await("the record without a key", () -> appliedOffset("unkeyed", "1") >= 0);
    await("four rejects", () -> rejects().size() == 4);
    assertThat(rejects().values().stream().map(Reject::getCode))
        .containsExactlyInAnyOrder("UNDECODABLE", "EMPTY", "INVALID_RATING", "INVALID_RATING");
    assertThat(rejects().values())
        .allSatisfy(reject -> assertThat(reject.getTopic()).isEqualTo(Topics.RATINGS.name()))
        .anySatisfy(
            reject ->
                assertThat(reject.getValue()).isEqualTo(StandardCharsets.UTF_8.encode("not avro")));
  }

  @Test
  @Order(4)
  void shouldNotRecommendAnItemOnceItIsDeleted() throws Exception {
    String path = "/v1/users/somebody-else/recommendations?n=10";
    String best = client.get(path).itemIds().getFirst();

    assertThat(client.delete("/v1/items/" + best).status()).isBetween(200, 204);

    await("deletion of " + best, () -> !client.get(path).itemIds().contains(best));
    assertThat(client.get("/v1/items/" + best).status()).isEqualTo(404);
  }

  @Test
  @Order(5)
  void shouldEraseAUserFromEveryTopicOnceDeleted() throws Exception {
    String user = lastEvent().getUserId();
    long before = ratingsCounted();
    long own = rated(user).size();

    assertThat(client.delete("/v1/users/" + user).status()).isBetween(200, 204);

    await("erasure", () -> !deployment.topics().newest(Topics.USER_FEATURES).containsKey(user));
    await("withdrawal of ratings", () -> ratingsCounted() == before - own);
    await("no rated items", () -> noKeyOf(user, deployment.topics().newest(Topics.USER_ITEMS)));
    await("no examples", () -> noKeyOf(user, deployment.topics().newest(Topics.TRAINING_EXAMPLES)));
    assertThat(client.get("/v1/users/" + user).status()).isEqualTo(404);
  }

  @Test
  @Order(6)
  void shouldRetrainWhenAsked() throws Exception {
    int before = manifests().size();

    assertThat(client.post("/v1/models/train", "{}").status()).isBetween(200, 202);

    await("another generation", () -> manifests().size() > before);
    assertThat(client.get("/v1/models").body().toString())
        .contains(newestManifest().getGeneration());
  }

  @Test
  @Order(7)
  void shouldUpdateWhatServesWhenEnoughIsNew() throws Exception {
    String before = newestGeneration();
    // newer than what the steps before this one have rated just now
    long now = System.currentTimeMillis();
    try (EventProducer producer = new EventProducer(deployment.kafka())) {
      Catalogue.head(EVENTS + NEW_EVENTS).events().stream()
          .skip(EVENTS)
          .map(event -> RatingEvent.newBuilder(event).setTimestamp(now).build())
          .forEach(producer::rating);
      producer.flush();
    }

    await("an update", () -> manifests().keySet().stream().anyMatch(g -> g.compareTo(before) > 0));

    ModelManifest update = newestManifest();
    assertThat(update.getProvenance().getConfiguration())
        .contains("began with weights of " + before);
    assertThat(update.getJudgement().getLive()).containsKey("ndcg@10");
  }

  final void await(String what, Callable<Boolean> condition) throws Exception {
    Patience.await(
        what, Deployment.PATIENCE, condition, Boolean.TRUE::equals, () -> deployment.story());
  }

  private <T> T await(String what, Callable<T> question, Predicate<T> pleases) throws Exception {
    return Patience.await(what, Deployment.PATIENCE, question, pleases, () -> deployment.story());
  }

  final RatingEvent lastEvent() {
    return data.events().getLast();
  }

  private Set<String> rated(String user) {
    return data.events().stream()
        .filter(event -> event.getUserId().equals(user))
        .map(RatingEvent::getItemId)
        .collect(Collectors.toSet());
  }

  private long appliedOffset(RatingEvent event) {
    return appliedOffset(event.getUserId(), event.getItemId());
  }

  private long appliedOffset(String user, String item) {
    var row = deployment.topics().newest(Topics.USER_ITEMS).get(Keys.userItem(user, item));
    return row == null ? -1 : row.getAppliedOffset();
  }

  private Map<String, Reject> rejects() {
    return deployment.topics().newest(Topics.REJECTS);
  }

  private Map<String, ModelManifest> manifests() {
    return deployment.topics().newest(Topics.MODEL_MANIFESTS);
  }

  private ModelManifest newestManifest() {
    return manifests().values().stream()
        .max(Comparator.comparing(ModelManifest::getGeneration))
        .orElseThrow();
  }

  private String newestGeneration() {
    return manifests().values().stream()
        .filter(manifest -> manifest.getVerdict() == GateVerdict.PUBLISHED)
        .map(ModelManifest::getGeneration)
        .max(String::compareTo)
        .orElseThrow();
  }

  private long ratingsCounted() {
    return deployment.topics().newest(Topics.ITEM_FEATURES).values().stream()
        .map(ItemFeatures::getAggregates)
        .mapToLong(aggregates -> aggregates.getRatings().getCount())
        .sum();
  }

  private static boolean noKeyOf(String user, Map<String, ?> rows) {
    return rows.keySet().stream().noneMatch(key -> Keys.first(key).equals(user));
  }

  private static List<Double> scores(Answer answer) {
    return answer.body().path("items").findValues("score").stream()
        .map(JsonNode::asDouble)
        .toList();
  }

  private static JsonNode nextList(Conversation stream) throws InterruptedException {
    return nextListWithout("", stream);
  }

  private static JsonNode nextListWithout(String item, Conversation stream)
      throws InterruptedException {
    JsonNode message = stream.hear();
    while (!message.isMissingNode()
        && (!message.has("items")
            || message
                .path("items")
                .valueStream()
                .anyMatch(i -> i.path("itemId").asText().equals(item)))) {
      message = stream.hear();
    }
    return message;
  }

  private static String event(String user, String item, String rating) {
    return "{\"userId\":\"%s\",\"itemId\":\"%s\",\"rating\":%s}".formatted(user, item, rating);
  }
}
