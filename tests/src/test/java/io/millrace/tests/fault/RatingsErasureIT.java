package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.runtime.config.Configuration;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserFeatures;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.ByteSearch;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.TopicReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A deleted user leaves the append-only topics, and of everything the bytes on disk: broker,
 * stores; everybody else's records, their order and their features stay. With seconds where a
 * system has days ({@link #SOON}).
 */
@Execution(ExecutionMode.CONCURRENT)
final class RatingsErasureIT {
  /** Found nowhere else, so that it can be looked for in files. */
  private static final String GONE = "unmistakable-person-7f3a91";

  private static final ByteSearch SEARCH = new ByteSearch(GONE);

  /** What bounds the time of bytes on disk. */
  private static final Map<String, String> SOON =
      Map.of(
          "file.delete.delay.ms", "100",
          "max.compaction.lag.ms", "1000",
          "delete.retention.ms", "1000");

  /**
   * Each start, with an age of files of a second, writes stores anew; then their lists of files.
   */
  private static final int STARTS = 3;

  /** Of users, user-items, items and transitions, and three of experiments. */
  private static final int CHANGELOGS = 7;

  private static final List<Topic<?>> APPENDED =
      List.of(Topics.RATINGS, Topics.FEEDBACK, Topics.REJECTS);

  /** By id of the list, and a day old before they go: what is looked for is not there. */
  private static final String LISTS = "experiment-lists";

  private static final String ARM = "colours@1:red";

  /** Kinds of files of the broker with ids of people. */
  private static final List<String> TOPICS =
      List.of(
          "ratings.v1",
          "feedback.v1",
          "rejects.v1",
          "user-features.v1",
          "user-items.v1",
          "training-examples.v1",
          "millrace-features-users-changelog",
          "millrace-features-user-items-changelog",
          "millrace-features-item-work-repartition",
          "millrace-features-experiments-experiment-feedback-repartition",
          "millrace-features-experiments-experiment-users-changelog");

  /** The same of the service's directory. */
  private static final List<String> STORES = List.of("users", "user-items", "experiment-users");

  @Test
  void shouldLeaveNoTraceOfADeletedUserOnTopicsNorOnDisk(@TempDir Path directory) throws Exception {
    Path state = directory.resolve("features");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        EventProducer producer = new EventProducer(broker.kafka())) {
      try (Admin admin = Admin.create(broker.kafka().admin("test-topics"))) {
        new TopicCreation(1, 1, (short) 1).createMissing(admin);
        cleanOften(admin);
        play(producer);
        TopicReading topics = new TopicReading(broker.kafka());
        shouldBeEverywhere(broker, state, topics);
        try (FeaturesService features = features(broker, state)) {
          features.start();
          Patience.await(
              "the stream's topics",
              Deployment.PATIENCE,
              () -> admin.listTopics().names().get(),
              names ->
                  names.stream().filter(name -> name.endsWith("-changelog")).count() == CHANGELOGS);
          compactSoon(admin);
          shouldErase(broker, producer, topics);
          shouldLeaveTheBroker(broker, producer);
        }
      }
      shouldLeaveTheStores(broker, state);
      Patience.await(
          "no byte on disk",
          Deployment.PATIENCE,
          () -> SEARCH.in(directory, RatingsErasureIT::isNoList),
          List::isEmpty);
    }
  }

  private static boolean isNoList(Path file) {
    return !String.valueOf(file.getParent()).contains(LISTS);
  }

  /**
   * What is not there cannot be erased: before anybody is deleted the id is in every kind of file.
   * Stores are written when the service stops.
   */
  private static void shouldBeEverywhere(EmbeddedBroker broker, Path state, TopicReading topics)
      throws Exception {
    try (FeaturesService features = features(broker, state)) {
      features.start();
      awaitState(topics, GONE, 3);
      Patience.await(
          "on every topic",
          Deployment.PATIENCE,
          () -> kinds(broker.directory()),
          kinds -> kinds.containsAll(TOPICS));
    }
    assertThat(kinds(state)).containsAll(STORES);
  }

  /** By topic or store, where the id is in files. */
  private static Set<String> kinds(Path directory) throws IOException {
    return SEARCH.in(directory, file -> true).stream()
        .map(file -> file.getName(file.getNameCount() - 2).toString())
        .map(partition -> partition.replaceFirst("-\\d+$", ""))
        .collect(Collectors.toSet());
  }

  private static FeaturesService features(EmbeddedBroker broker, Path state) {
    return new FeaturesService(broker.kafka(), config(state), new SimpleMeterRegistry());
  }

  /**
   * Without changes by others but one: what is purged of a repartition topic waits for the next.
   */
  private static void shouldLeaveTheBroker(EmbeddedBroker broker, EventProducer producer)
      throws Exception {
    AtomicInteger others = new AtomicInteger(); // of other items: the same again is no work
    Patience.await(
        "purged by the stream or compacted",
        Deployment.PATIENCE,
        () -> {
          List<Path> left =
              SEARCH.in(
                  broker.directory(), file -> file.toString().endsWith(".log") && isNoList(file));
          if (!left.isEmpty() && left.stream().allMatch(RatingsErasureIT::isRepartition)) {
            int other = others.incrementAndGet();
            producer.rating(rating("ann", 3 + other, 4));
            show(producer, "list-of-ann-" + other, "ann");
            producer.flush();
            Thread.sleep(500);
          }
          return left;
        },
        List::isEmpty);
  }

  private static boolean isRepartition(Path segment) {
    return String.valueOf(segment.getParent()).contains("-repartition-");
  }

  private static void shouldLeaveTheStores(EmbeddedBroker broker, Path state) throws Exception {
    for (int i = 0; i < STARTS && !SEARCH.in(state, RatingsErasureIT::isNoList).isEmpty(); i++) {
      try (FeaturesService features = features(broker, state)) {
        features.start();
        Patience.await("running", Deployment.PATIENCE, features::ready, Boolean.TRUE::equals);
        Patience.await(
            "compacted",
            Deployment.PATIENCE,
            () -> SEARCH.in(state, file -> file.toString().endsWith(".sst") && isNoList(file)),
            List::isEmpty);
      }
    }
  }

  private static void shouldErase(
      EmbeddedBroker broker, EventProducer producer, TopicReading topics) throws Exception {
    awaitState(topics, "ann", 3);
    awaitState(topics, "ben", 3);
    awaitState(topics, GONE, 3);
    Patience.await(
        "rejects",
        Deployment.PATIENCE,
        () -> topics.records(Topics.REJECTS.name()).size(),
        size -> size == 2);
    Map<String, UserFeatures> before = topics.newest(Topics.USER_FEATURES);
    List<String> kept = records(topics, Topics.RATINGS, true);
    assertThat(onDisk(broker.directory())).hasSizeGreaterThanOrEqualTo(3);

    producer.bytes(Topics.USERS.name(), GONE, null);
    producer.flush();

    Patience.await(
        "erased from every topic",
        Deployment.PATIENCE,
        () ->
            APPENDED.stream()
                .filter(topic -> !records(topics, topic, false).isEmpty())
                .map(Topic::name)
                .toList(),
        List::isEmpty);
    assertThat(records(topics, Topics.RATINGS, true))
        .as("others' ratings, in order; the rejected one stands on the rejects")
        .containsExactlyElementsOf(
            kept.stream().filter(record -> !record.contains("invalid")).toList());
    assertThat(topics.records(Topics.REJECTS.name())).as("others' rejects").hasSize(1);
    assertThat(topics.records(Topics.FEEDBACK.name())).as("others' feedback").hasSize(1);
    awaitCopiesApplied(topics, before.get("ann"));
    assertFeaturesHold(topics, before);
    Patience.await(
        "gone from the disk", Deployment.PATIENCE, () -> onDisk(broker.directory()), List::isEmpty);
  }

  private static FeaturesConfig config(Path stateDir) {
    Map<String, String> overrides =
        Map.of(
            "features.state_dir", stateDir.toString(),
            "features.erasure.interval", "3s",
            "features.erasure.store_compaction", "1s");
    return Configuration.load(null, overrides).bind("features", FeaturesConfig.class);
  }

  private static void play(EventProducer producer) {
    for (int i = 0; i < 3; i++) {
      producer.rating(rating("ann", i, 4));
      producer.rating(rating(GONE, i, 2));
      producer.rating(rating("ben", i, 5));
    }
    producer.rating(rating("ben", 3, 9)); // invalid
    producer.rating(rating(GONE, 3, 9)); // invalid
    show(producer, "list-1", GONE);
    show(producer, "list-2", "ann");
    feedback(producer, "list-1", null, FeedbackType.CLICK);
    producer.flush();
  }

  private static RatingEvent rating(String userId, int item, double stars) {
    String note = stars > 5 ? "invalid" : null;
    return new RatingEvent(userId, "item-" + item, stars, 978_300_000_000L + item * 1000L, note);
  }

  /** A list of an arm of an experiment: the stream that counts these keeps who saw it. */
  private static void show(EventProducer producer, String list, String userId) {
    feedback(producer, list, userId, FeedbackType.IMPRESSION);
  }

  private static void feedback(
      EventProducer producer, String list, @Nullable String userId, FeedbackType type) {
    String arm = type == FeedbackType.IMPRESSION ? ARM : null;
    Feedback feedback =
        new Feedback(list, type, userId, List.of("item-1"), "", arm, 978_300_000_000L);
    producer.bytes(Topics.FEEDBACK.name(), list, Topics.FEEDBACK.codec().encode(feedback));
  }

  /** Others' records, or the deleted user's, in order. */
  private static List<String> records(TopicReading topics, Topic<?> topic, boolean others) {
    return topics.records(topic.name()).stream()
        .map(record -> record.timestamp() + " " + topic.codec().decode(record.value()))
        .filter(record -> record.contains(GONE) != others)
        .toList();
  }

  private static void awaitState(TopicReading topics, String userId, long ratings)
      throws Exception {
    Patience.await(
        "state of " + userId,
        Deployment.PATIENCE,
        () -> topics.newest(Topics.USER_FEATURES).get(userId),
        state -> state != null && state.getAggregates().getRatings().getCount() == ratings);
  }

  private static void awaitCopiesApplied(TopicReading topics, @Nullable UserFeatures before)
      throws Exception {
    long offset = Objects.requireNonNull(before).getOffset();
    Patience.await(
        "offset moved by the copies",
        Deployment.PATIENCE,
        () -> topics.newest(Topics.USER_FEATURES).get("ann"),
        state -> state != null && state.getOffset() > offset);
  }

  private static void assertFeaturesHold(TopicReading topics, Map<String, UserFeatures> before) {
    Map<String, UserFeatures> after = topics.newest(Topics.USER_FEATURES);
    assertThat(after.keySet()).containsExactlyInAnyOrder("ann", "ben");
    after.forEach(
        (userId, state) -> {
          UserFeatures old = Objects.requireNonNull(before.get(userId));
          assertThat(state.getAggregates()).isEqualTo(old.getAggregates());
          assertThat(state.getRecent()).isEqualTo(old.getRecent());
        });
    ItemFeatures item = Objects.requireNonNull(topics.newest(Topics.ITEM_FEATURES).get("item-0"));
    assertThat(item.getAggregates().getRatings().getCount()).as("ann and ben").isEqualTo(2);
    assertThat(item.getAggregates().getRatings().getSum()).as("8 + 10").isEqualTo(18);
  }

  /** Segment files of the append-only topics that have the deleted user's id in them. */
  private static List<Path> onDisk(Path broker) throws IOException {
    return SEARCH.in(broker, file -> isAppended(file) && file.toString().contains(".log"));
  }

  private static boolean isAppended(Path file) {
    String partition = String.valueOf(file.getParent());
    return APPENDED.stream().anyMatch(topic -> partition.contains(topic.name() + "-"));
  }

  /** The broker looks for what to compact as often as there is something, not every 15 s. */
  private static void cleanOften(Admin admin) throws Exception {
    ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
    admin
        .incrementalAlterConfigs(Map.of(all, List.of(set("log.cleaner.backoff.ms", "500"))))
        .all()
        .get();
  }

  /** Of our topics and of the stream's own, which are there by now. */
  private static void compactSoon(Admin admin) throws Exception {
    List<AlterConfigOp> soon =
        SOON.entrySet().stream().map(entry -> set(entry.getKey(), entry.getValue())).toList();
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        admin.listTopics().names().get().stream()
            .collect(
                Collectors.toMap(
                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), topic -> soon));
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
  }
}
