package io.millrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.experiment.ExperimentTopology;
import io.millrace.features.registry.RatingReader;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.ExperimentTally;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTopologyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final String ARM = "x@1:diverse";

  @TempDir private Path directory;
  private final RocksMemory memory = new RocksMemory(16);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final Map<String, ExperimentTally> results = new HashMap<>();
  private TopologyTestDriver driver;
  private TestOutputTopic<String, byte[]> output;

  @BeforeEach
  void start() {
    driver =
        new TopologyTestDriver(
            ExperimentTopology.build(RatingReader.withoutRegistry(), 1),
            StreamSettings.ofExperiments(
                KafkaSettings.of("nowhere:9092"),
                FeaturesConfig.defaults(directory),
                memory,
                new FeatureMetrics(registry),
                (short) 1,
                "test-experiments"),
            NOW);
    output =
        driver.createOutputTopic(
            Topics.EXPERIMENT_RESULTS.name(),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    define("x", 1);
  }

  @AfterEach
  void stop() {
    driver.close();
    memory.close();
  }

  private void define(String id, long revision) {
    List<ExperimentArm> arms =
        List.of(
            new ExperimentArm("control", 0.5, null, null, null, null, null),
            new ExperimentArm("diverse", 0.5, null, 0.3, null, null, null));
    send(
        Topics.EXPERIMENTS,
        id,
        new Experiment(id, "", "list", 0, 10_000, id, arms, revision, 1L, false));
  }

  private <V extends SpecificRecordBase> void send(Topic<V> topic, String key, @Nullable V value) {
    sendBytes(topic, key, value == null ? null : topic.codec().encode(value));
  }

  private void sendBytes(Topic<?> topic, String key, byte @Nullable [] value) {
    input(topic).pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
  }

  private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
    return inputs.computeIfAbsent(
        topic.name(),
        name ->
            driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** What an erasure leaves of a record of somebody else. */
  private <V extends SpecificRecordBase> void copy(Topic<V> topic, String key, V value) {
    Headers copied = new RecordHeaders().add(Topics.COPY_HEADER, new byte[2 * Long.BYTES]);
    input(topic)
        .pipeInput(
            new TestRecord<>(
                key.getBytes(StandardCharsets.UTF_8), topic.codec().encode(value), copied));
  }

  private void show(String list, @Nullable String user, @Nullable String arm, String... items) {
    feedback(list, FeedbackType.IMPRESSION, user, arm, items);
  }

  private void click(String list, String item) {
    feedback(list, FeedbackType.CLICK, null, null, item);
  }

  private void feedback(
      String list,
      FeedbackType type,
      @Nullable String user,
      @Nullable String arm,
      String... items) {
    send(Topics.FEEDBACK, list, told(list, type, user, arm, items));
  }

  private static Feedback told(
      String list,
      FeedbackType type,
      @Nullable String user,
      @Nullable String arm,
      String... items) {
    return told(list, type, user, arm, NOW, Arrays.asList(items));
  }

  private static Feedback told(
      String list,
      FeedbackType type,
      @Nullable String user,
      @Nullable String arm,
      Instant at,
      List<String> items) {
    return new Feedback(list, type, user, items, "g000001", arm, at.toEpochMilli());
  }

  private void showToAnn(String list, Instant at, String... items) {
    Feedback shown = told(list, FeedbackType.IMPRESSION, "ann", ARM, at, Arrays.asList(items));
    send(Topics.FEEDBACK, list, shown);
  }

  private void rate(String user, String item, double stars) {
    send(Topics.RATINGS, user, rated(user, item, stars));
  }

  private static RatingEvent rated(String user, String item, double stars) {
    return new RatingEvent(user, item, stars, 1000L, null);
  }

  private String counted(String experiment, String arm) {
    output
        .readRecordsToList()
        .forEach(
            record -> {
              byte[] value = record.value();
              if (value == null) {
                results.remove(record.key());
              } else {
                results.put(record.key(), Topics.EXPERIMENT_RESULTS.codec().decode(value));
              }
            });
    ExperimentTally tally = results.get(Keys.tally(experiment, arm, 0));
    return tally == null
        ? "nothing"
        : "%d users, %d lists, %d clicks of %d, %d likes of %d"
            .formatted(
                tally.getUsers(),
                tally.getImpressions(),
                tally.getClicks(),
                tally.getClickers(),
                tally.getLikes(),
                tally.getLikers());
  }

  @Test
  void shouldCountEachUserOnceAndEachListAndClick() {
    show("l1", "ann", ARM, "1", "2", "3");
    show("l2", "ann", ARM, "4");
    show("l3", "bob", ARM, "1");
    show("l4", "cid", "x@1:control", "1");
    click("l1", "2");
    click("l1", "3");
    click("l3", "1");

    assertThat(counted("x", "diverse")).isEqualTo("2 users, 3 lists, 3 clicks of 2, 0 likes of 0");
    assertThat(counted("x", "control")).isEqualTo("1 users, 1 lists, 0 clicks of 0, 0 likes of 0");
  }

  @Test
  void shouldPassOverClicksThatAreTwiceOrOfNoListOrNotOnIt() {
    show("l1", "ann", ARM, "1", "2");
    click("l1", "1");
    click("l1", "1");
    click("l1", "9");
    click("unknown", "1");
    show("l1", "ann", ARM, "1", "2");

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 1 lists, 1 clicks of 1, 0 likes of 0");
  }

  /** An erasure appends others' records again: by then their lists have been swept. */
  @Test
  void shouldCountNoCopiesAgain() {
    show("l1", "ann", ARM, "1", "2");
    click("l1", "1");
    rate("ann", "2", 5);
    driver.advanceWallClockTime(Duration.ofHours(25));
    assertThat(size("experiment-lists")).isZero();
    show("l2", "ann", ARM, "2");
    String before = "1 users, 2 lists, 1 clicks of 1, 1 likes of 1";
    assertThat(counted("x", "diverse")).isEqualTo(before);

    copy(Topics.FEEDBACK, "l1", told("l1", FeedbackType.IMPRESSION, "ann", ARM, "1", "2"));
    copy(Topics.FEEDBACK, "l1", told("l1", FeedbackType.CLICK, null, null, "1"));
    copy(Topics.RATINGS, "ann", rated("ann", "2", 5));

    assertThat(counted("x", "diverse")).isEqualTo(before);
    assertThat(size("experiment-lists")).isEqualTo(1);
  }

  @Test
  void shouldCountListsOfNoArmOrNoUserNowhere() {
    show("l1", "ann", null, "1");
    show("l2", null, ARM, "1");
    show("l3", "ann", "nonsense", "1");
    click("l1", "1");

    assertThat(counted("x", "diverse")).isEqualTo("nothing");
    assertThat(results).isEmpty();
  }

  @Test
  void shouldCountRatingsOfFourAndMoreOfWhatWasShownOnce() {
    show("l1", "ann", ARM, "1", "2", "3");
    rate("ann", "1", 4);
    rate("ann", "1", 5);
    rate("ann", "2", 3.5);
    rate("ann", "2", 5);
    rate("ann", "3", 4.5);
    rate("ann", "9", 5);
    rate("bob", "1", 5);

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 1 lists, 0 clicks of 0, 2 likes of 1");
  }

  /** Ratings come straight from their topic; a list comes by another one, a commit later. */
  @Test
  void shouldCountARatingThatHasOvertakenItsListOnce() {
    rate("ann", "1", 4);
    rate("ann", "1", 5);
    rate("ann", "2", 3.5);
    rate("ann", "2", 5);
    rate("ann", "9", 5);
    show("l1", "ann", ARM, "1", "2", "3");
    assertThat(counted("x", "diverse")).isEqualTo("1 users, 1 lists, 0 clicks of 0, 1 likes of 1");

    rate("ann", "1", 5);
    rate("ann", "3", 4);
    show("l2", "ann", ARM, "1", "2", "3");
    rate("ann", "3", 4);

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 2 lists, 0 clicks of 0, 2 likes of 1");
  }

  @Test
  void shouldCountARatingThatHasOvertakenTheSecondOfItsListsOnce() {
    showToAnn("l1", NOW.minusSeconds(2), "1", "2");
    rate("ann", "1", 5);
    showToAnn("l2", NOW.minusSeconds(1), "1", "2");
    rate("ann", "1", 5);
    rate("ann", "2", 5);

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 2 lists, 0 clicks of 0, 2 likes of 1");
  }

  @Test
  void shouldCountARatingThatHasOvertakenItsListInEveryExperiment() {
    define("y", 3);
    rate("ann", "1", 5);
    rate("ann", "2", 5);
    show("l1", "ann", "x@1:diverse,y@3:control[0],y@3:diverse[1]", "1", "2");

    assertThat(counted("x", "diverse")).endsWith("2 likes of 1");
    assertThat(counted("y", "control")).endsWith("1 likes of 1");
    assertThat(counted("y", "diverse")).endsWith("1 likes of 1");
  }

  @Test
  void shouldCountNoRatingThatCameBeforeTheListWasShown() {
    rate("ann", "1", 5);
    showToAnn("l1", NOW.plusMillis(1), "1");

    assertThat(counted("x", "diverse")).endsWith("0 likes of 0");
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    rate("ann", "1", 5);
    assertThat(counted("x", "diverse")).endsWith("1 likes of 1");
  }

  @Test
  void shouldKeepRatingsForListsThatComeLaterNotLongAndNotMany() {
    rate("ann", "early", 5);
    for (int i = 0; i < 50; i++) {
      rate("ann", "i" + i, 5);
    }
    show("l1", "ann", ARM, "early", "i0");
    assertThat(counted("x", "diverse")).endsWith("1 likes of 1");

    driver.advanceWallClockTime(Duration.ofMinutes(11));
    show("l2", "ann", ARM, "i1");
    assertThat(counted("x", "diverse")).endsWith("1 likes of 1");
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(size("experiment-users")).as("the user's place alone").isEqualTo(1);
  }

  @Test
  void shouldKeepNoRatingsOfUsersWhoAreErasedOrInNoExperiment() {
    rate("ann", "1", 5);
    assertThat(size("experiment-users")).isEqualTo(1);
    send(Topics.USERS, "ann", null);
    assertThat(size("experiment-users")).isZero();
    send(Topics.EXPERIMENTS, "x", null);
    rate("bob", "1", 5);

    assertThat(size("experiment-users")).isZero();
  }

  @Test
  void shouldKeepTheBestPlacesOfALongList() {
    String[] items = IntStream.range(0, 300).mapToObj(i -> "i" + i).toArray(String[]::new);
    show("l1", "ann", ARM, items);
    rate("ann", "i0", 5);
    rate("ann", "i199", 5);
    rate("ann", "i200", 5);

    assertThat(counted("x", "diverse")).endsWith("2 likes of 1");
  }

  @Test
  void shouldCountNoRatingAWeekLaterAndNoClickADayLater() {
    show("l1", "ann", ARM, "1", "2");
    driver.advanceWallClockTime(Duration.ofDays(8));
    rate("ann", "1", 5);
    click("l1", "2");

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 1 lists, 0 clicks of 0, 0 likes of 0");
  }

  /** Items 1 and 3 were control's, 2 and 4 the other's, 5 nobody's. */
  @Test
  void shouldCreditTheTeamThatBroughtTheItemInWhenListIsInterleaved() {
    String teams = "x@1:control[0 2],x@1:diverse[1 3]";
    show("l1", "ann", teams, "1", "2", "3", "4", "5");
    click("l1", "2");
    click("l1", "4");
    click("l1", "4");
    click("l1", "5");
    click("l1", "3");
    rate("ann", "1", 5);
    show("l2", "bob", teams, "1", "2", "3", "4", "5");
    click("l2", "1");

    assertThat(counted("x", "diverse")).isEqualTo("2 users, 2 lists, 2 clicks of 1, 0 likes of 0");
    assertThat(counted("x", "control")).isEqualTo("2 users, 2 lists, 2 clicks of 2, 1 likes of 1");
  }

  @Test
  void shouldForgetBothTeamsOfAUserWhoIsErasedOrAnExperimentThatHasEnded() {
    String teams = "x@1:control[0],x@1:diverse[1]";
    show("l1", "ann", teams, "1", "2");
    show("l2", "bob", teams, "1", "2");
    assertThat(size("experiment-users")).isEqualTo(4);
    send(Topics.USERS, "ann", null);
    assertThat(size("experiment-users")).isEqualTo(2);
    send(Topics.EXPERIMENTS, "x", null);
    driver.advanceWallClockTime(Duration.ofMinutes(11));

    assertThat(size("experiment-users")).isZero();
  }

  @Test
  void shouldCountInTwoExperimentsOfTwoLayers() {
    define("y", 3);
    show("l1", "ann", "x@1:diverse,y@3:control", "1");
    click("l1", "1");
    rate("ann", "1", 5);

    String one = "1 users, 1 lists, 1 clicks of 1, 1 likes of 1";
    assertThat(counted("x", "diverse")).isEqualTo(one);
    assertThat(counted("y", "control")).isEqualTo(one);
  }

  @Test
  void shouldBeginAnewWithARevisionAndPassOverTheOneBefore() {
    show("l1", "ann", ARM, "1");
    show("l2", "ann", "x@2:diverse", "1");
    show("l3", "bob", ARM, "1");

    assertThat(counted("x", "diverse")).isEqualTo("1 users, 1 lists, 0 clicks of 0, 0 likes of 0");
    assertThat(results.values()).extracting(ExperimentTally::getRevision).containsExactly(2L);
  }

  @Test
  void shouldKeepNothingOfAnExperimentThatHasEnded() {
    show("l1", "ann", ARM, "1");
    assertThat(counted("x", "diverse")).isNotEqualTo("nothing");
    send(Topics.EXPERIMENTS, "x", null);
    driver.advanceWallClockTime(Duration.ofMinutes(11));

    assertThat(counted("x", "diverse")).isEqualTo("nothing");
    assertThat(size("experiment-users")).isZero();
    assertThat(size("experiment-tallies")).isZero();
  }

  @Test
  void shouldBoundWhatIsKeptOfAUserAndLetListsGoAfterADay() {
    for (int list = 0; list < 100; list++) {
      show("l" + list, "ann", ARM, "a" + list, "b" + list, "c" + list);
    }
    assertThat(size("experiment-lists")).isEqualTo(100);
    driver.advanceWallClockTime(Duration.ofHours(25));
    assertThat(size("experiment-lists")).isZero();
    rate("ann", "a1", 5);
    rate("ann", "a99", 5);

    assertThat(counted("x", "diverse")).endsWith("1 likes of 1");
  }

  @Test
  void shouldForgetAUserWhoIsErased() {
    show("l1", "ann", ARM, "1");
    send(Topics.USERS, "ann", null);

    assertThat(size("experiment-users")).isZero();
    rate("ann", "1", 5);
    assertThat(counted("x", "diverse")).endsWith("0 likes of 0");
  }

  @Test
  void shouldGoOnWhenRecordsCannotBeRead() {
    sendBytes(Topics.FEEDBACK, "l0", new byte[] {1, 2, 3});
    sendBytes(Topics.RATINGS, "ann", new byte[] {1, 2, 3});
    sendBytes(Topics.FEEDBACK, "l0", null);
    show("l1", "ann", ARM, "1");

    assertThat(counted("x", "diverse")).startsWith("1 users");
  }

  /** The reject named the rating's own offset: it waited in vain, and an erasure left it out. */
  @Test
  void shouldRejectNoRatingAndCountOnWhenADefinitionCannotBeRead() {
    sendBytes(Topics.EXPERIMENTS, "broken", new byte[] {1, 2, 3});
    show("l1", "ann", ARM, "1", "2");
    rate("ann", "1", 5);
    define("y", 3);
    show("l2", "ann", "y@3:control", "3");
    rate("ann", "3", 5);
    driver.advanceWallClockTime(Duration.ofMinutes(11));

    assertThat(counted("x", "diverse")).endsWith("1 likes of 1");
    assertThat(counted("y", "control")).endsWith("1 likes of 1");
    assertThat(rejects()).isEmpty();
    assertThat(uncounted()).isZero();
  }

  @Test
  void shouldTakeADefinitionThatHasChangedSince() {
    sendBytes(Topics.EXPERIMENTS, "x", new byte[] {1, 2, 3});
    rate("ann", "1", 5);
    assertThat(size("experiment-users")).as("in no experiment").isZero();
    define("x", 1);
    rate("ann", "1", 5);

    assertThat(size("experiment-users")).as("ratings for a list that comes later").isEqualTo(1);
  }

  @Test
  void shouldRejectNoRatingThatCountingFailsOn() {
    KeyValueStore<String, byte[]> users = driver.getKeyValueStore("experiment-users");
    users.put(Keys.userItem("ann", "x"), new byte[] {1, 2, 3});
    rate("ann", "1", 5);

    assertThat(rejects()).isEmpty();
    assertThat(uncounted()).isEqualTo(1);
  }

  private List<byte[]> rejects() {
    return driver
        .createOutputTopic(
            Topics.REJECTS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList();
  }

  private double uncounted() {
    return registry.get("millrace.features.experiments.uncounted").counter().count();
  }

  private int size(String store) {
    KeyValueStore<String, byte[]> entries = driver.getKeyValueStore(store);
    int size = 0;
    try (KeyValueIterator<String, byte[]> all = entries.all()) {
      while (all.hasNext()) {
        all.next();
        size++;
      }
    }
    return size;
  }
}
