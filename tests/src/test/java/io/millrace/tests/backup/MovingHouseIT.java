package io.millrace.tests.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.FeatureComparison;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import io.millrace.tests.rig.TopicReading;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A running system is dumped, and restored into an empty cluster: features and answers are the
 * same. Then the new house loses what is not on its topics, and makes it again.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MovingHouseIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int EVENTS = 1000;

  /** Two that cannot be read, and one from the future. */
  private static final int REFUSED = 3;

  private static final String GONE = "unmistakable-person-2c91d0";

  private final Catalogue data = Catalogue.head(EVENTS);

  @Test
  void shouldGiveEqualFeaturesAndAnswersElsewhere(@TempDir Path directory) throws Exception {
    Path dump = directory.resolve("dump");
    try (EmbeddedBroker old = EmbeddedBroker.startTemporary();
        EmbeddedBroker fresh = EmbeddedBroker.startTemporary()) {
      Map<String, Answer> before;
      Map<String, UserFeatures> features;
      try (House house = House.at(old.kafka(), directory.resolve("old"))) {
        furnish(old.kafka());
        house.start();
        house.awaitFeaturesOf(data, REFUSED);
        new FeatureComparison(data).assertHeldBy(house.topics());
        before = house.answers(data);
        features = house.topics().newest(Topics.USER_FEATURES);
        comeAndGo(old.kafka(), house.topics());
        assertThat(Main.run("dump", "--output", dump.toString(), "-b", servers(old))).isZero();
        assertThat(raw(house.topics(), Topics.RATINGS.name()))
            .hasSize(data.events().size() + REFUSED + 3);
      }
      assertThat(linesWith(dump, GONE)).as("who is gone").isEmpty();
      assertThat(linesWith(dump, data.events().getFirst().getUserId())).isNotEmpty();
      assertThat(rejected(dump)).isEqualTo(REFUSED);
      assertThat(Main.run("restore", "--input", dump.toString(), "-b", servers(fresh))).isZero();
      try (House house = House.at(fresh.kafka(), directory.resolve("new"))) {
        house.start();
        house.awaitFeaturesOf(data, 0);

        assertThat(raw(house.topics(), Topics.RATINGS.name()))
            .as("valid ratings: keys, timestamps, bytes and order")
            .isEqualTo(
                raw(new TopicReading(old.kafka()), Topics.RATINGS.name())
                    .subList(0, data.events().size()));
        new FeatureComparison(data).assertHeldBy(house.topics());
        assertThat(house.topics().newest(Topics.USER_FEATURES)).isEqualTo(features);
        assertThat(house.topics().newest(Topics.USERS)).doesNotContainKey(GONE);
        assertSame(before, house.answers(data));
      }
      try (House house = House.at(fresh.kafka(), directory.resolve("rebuilt"))) {
        house.start();
        Patience.await("an answer", LIMIT, house::isServing, serving -> serving);
        assertSame(before, house.answers(data));
        house.shouldGoOnCounting(data.events().getFirst().getUserId(), features);
      }
      assertThat(Main.run("restore", "--input", dump.toString(), "-b", servers(fresh)))
          .as("the target is not empty")
          .isEqualTo(2);
      assertThat(Main.run("dump", "--output", dump.toString(), "-b", servers(old)))
          .as("the directory is not empty")
          .isEqualTo(2);
    }
  }

  private static String servers(EmbeddedBroker broker) {
    return broker.kafka().bootstrapServers();
  }

  private void furnish(KafkaSettings kafka) throws InterruptedException {
    assertThat(Main.run("topics", "create", "-b", kafka.bootstrapServers())).isZero();
    try (EventProducer producer = new EventProducer(kafka)) {
      producer.catalogue(data);
      data.events().forEach(producer::rating);
      producer.bytes(Topics.RATINGS.name(), "ann", new byte[] {1, 2, 3});
      producer.bytes(Topics.RATINGS.name(), null, new byte[] {0, 0, 0, 0, 9, 2});
      producer.bytes(Topics.RATINGS.name(), "ann", encoded("ann", inThreeDays()));
      producer.flush();
    }
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("test"))) {
      new Publication(producer)
          .publish(
              "g000001",
              Contents.whole(RandomModel.of(data, 1), data.items()),
              new Judgement(Map.of("ndcg@10", 0.1), Map.of(), Map.of(), Map.of(), Map.of()),
              new Provenance("test", "cpu", Map.of(), "", 1L, "", "", "", 1L, 1.0),
              System.currentTimeMillis());
    }
  }

  private static long inThreeDays() {
    return System.currentTimeMillis() + Duration.ofDays(3).toMillis();
  }

  private byte[] encoded(String userId, long timestamp) {
    String item = data.events().getFirst().getItemId();
    return Topics.RATINGS.codec().encode(new RatingEvent(userId, item, 4.0, timestamp, null));
  }

  /** Somebody is here with all that there can be of a person, and is deleted. */
  private void comeAndGo(KafkaSettings kafka, TopicReading topics) throws Exception {
    try (EventProducer producer = new EventProducer(kafka)) {
      User profile = new User(GONE, new Demographics(33, "F", null, null), Map.of());
      Feedback shown =
          new Feedback("list", FeedbackType.IMPRESSION, GONE, List.of("1"), "", null, 1L);
      producer.bytes(Topics.USERS.name(), GONE, Topics.USERS.codec().encode(profile));
      producer.bytes(Topics.FEEDBACK.name(), "list", Topics.FEEDBACK.codec().encode(shown));
      producer.bytes(Topics.RATINGS.name(), GONE, encoded(GONE, 1_000_000_000_000L));
      producer.bytes(Topics.RATINGS.name(), null, encoded(GONE, 1_000_000_001_000L));
      producer.bytes(
          Topics.RATINGS.name(), null, ("H" + GONE + "H").getBytes(StandardCharsets.UTF_8));
      producer.flush();
      Patience.await(
          "state of " + GONE,
          LIMIT,
          () -> topics.newest(Topics.USER_FEATURES).get(GONE),
          state -> state != null && state.getAggregates().getRatings().getCount() == 1);
      producer.bytes(Topics.USERS.name(), GONE, null);
      producer.flush();
    }
    Patience.await(
        "no state of " + GONE,
        LIMIT,
        () -> topics.newest(Topics.USER_FEATURES).keySet(),
        users -> !users.contains(GONE));
  }

  /** The lines of all files of a dump with a text, also within what they hold as base64. */
  private static List<String> linesWith(Path dump, String text) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(dump)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".gz")).toList()) {
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
          new String(packed.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(text) || bytes(line).contains(text))
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static String bytes(String line) {
    StringBuilder bytes = new StringBuilder();
    for (String field : List.of("keyBytes", "valueBytes")) {
      byte[] decoded = Base64.getDecoder().decode(json(line).path(field).asText());
      bytes.append(new String(decoded, StandardCharsets.ISO_8859_1)).append('\n');
    }
    return bytes.toString();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Ratings that the manifest tells were left out. */
  private static long rejected(Path dump) throws IOException {
    long rejected = 0;
    for (JsonNode file : json(Files.readString(dump.resolve("manifest.json"))).path("files")) {
      rejected += file.path("rejected").asLong();
    }
    return rejected;
  }

  /** Keys, timestamps and values of a topic, in order. */
  private static List<String> raw(TopicReading topics, String topic) {
    return topics.records(topic).stream().map(MovingHouseIT::raw).toList();
  }

  private static String raw(ConsumerRecord<byte[], byte[]> record) {
    return "%d %s %s"
        .formatted(
            record.timestamp(),
            record.key() == null ? "-" : new String(record.key(), StandardCharsets.UTF_8),
            HexFormat.of().formatHex(record.value()));
  }

  private static void assertSame(Map<String, Answer> before, Map<String, Answer> after) {
    before.forEach(
        (user, answer) -> {
          Answer now = Objects.requireNonNull(after.get(user), user);
          assertThat(now.itemIds()).as("list of %s", user).isEqualTo(answer.itemIds());
          for (int i = 0; i < answer.itemIds().size(); i++) {
            assertThat(score(now, i))
                .as("score %d of %s: only the clock goes on", i, user)
                .isCloseTo(score(answer, i), within(1e-3));
          }
        });
  }

  private static double score(Answer answer, int place) {
    JsonNode items = answer.body().path("items");
    return items.path(place).path("score").asDouble();
  }

  /** Features and recommend on one cluster. */
  private record House(TopicReading topics, FeaturesService features, RecommendService recommend)
      implements AutoCloseable {
    static House at(KafkaSettings kafka, Path directory) {
      return new House(
          new TopicReading(kafka),
          new FeaturesService(kafka, withoutErasure(directory), new SimpleMeterRegistry()),
          new RecommendService(kafka, RecommendConfig.onPort(0), new SimpleMeterRegistry()));
    }

    /** Who is deleted stays on the log, where the dump has to leave them out. */
    private static FeaturesConfig withoutErasure(Path directory) {
      return Configuration.load(
              null,
              Map.of("features.state_dir", directory.toString(), "features.erasure.interval", "0s"))
          .bind("features", FeaturesConfig.class);
    }

    void start() throws InterruptedException {
      features.start();
      recommend.start();
    }

    void awaitFeaturesOf(Catalogue data, int refused) throws Exception {
      Patience.await(
          "an example of every event",
          LIMIT,
          () -> topics.newest(Topics.TRAINING_EXAMPLES).size(),
          size -> size == data.events().size());
      Patience.await(
          "rejects",
          LIMIT,
          () -> topics.records(Topics.REJECTS.name()).size(),
          size -> size == refused);
      Patience.await("the model to serve", LIMIT, this::isServing, serving -> serving);
    }

    boolean isServing() throws InterruptedException {
      try (ServiceClient client = new ServiceClient(recommend.port())) {
        return client.get("/v1/models").body().path("serving").asText().equals("g000001")
            && client.get("/health/ready").status() == 200;
      }
    }

    Map<String, Answer> answers(Catalogue data) throws InterruptedException {
      Map<String, Answer> answers = new LinkedHashMap<>();
      try (ServiceClient client = new ServiceClient(recommend.port())) {
        for (String user :
            data.events().stream().map(RatingEvent::getUserId).distinct().limit(5).toList()) {
          Answer answer = client.get("/v1/users/" + user + "/recommendations?n=10");
          assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
          answers.put(user, answer);
        }
      }
      return answers;
    }

    /** The stores come back from their changelogs: one more rating is one more. */
    void shouldGoOnCounting(String user, Map<String, UserFeatures> before) throws Exception {
      long ratings =
          Objects.requireNonNull(before.get(user)).getAggregates().getRatings().getCount();
      try (ServiceClient client = new ServiceClient(recommend.port())) {
        String event = "{\"userId\":\"%s\",\"itemId\":\"new\",\"rating\":5}".formatted(user);
        assertThat(client.post("/v1/events?wait=applied", event).status()).isIn(200, 202);
      }
      assertThat(topics.records(Topics.RATINGS.name()).getLast().key())
          .isEqualTo(user.getBytes(StandardCharsets.UTF_8));
      Patience.await(
          "one rating more",
          LIMIT,
          () -> topics.newest(Topics.USER_FEATURES).get(user),
          state -> state != null && state.getAggregates().getRatings().getCount() == ratings + 1);
    }

    @Override
    public void close() {
      recommend.close();
      features.close();
    }
  }
}
