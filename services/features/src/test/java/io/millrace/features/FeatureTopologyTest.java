package io.millrace.features;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.features.topology.MemorySettings;
import io.millrace.features.user.UserProcessor;
import io.millrace.features.user.UserState;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingExample;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTopologyTest {
  private static final long T = 1_000_000_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path dir;

  @Test
  void shouldWriteUserAndItemSideOfAnAcceptedRating() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.catalogue("i", "Drama");
      driver.rate("u", "i", 4.5, T);

      UserFeatures user = driver.table(Topics.USER_FEATURES).get("u");
      assertThat(requireNonNull(user).getAggregates().getRatings())
          .isEqualTo(new RatingStatistics(1L, 9L, 81L));
      assertThat(user.getAggregates().getGenres().getTastes().getFirst().getWeight()).isEqualTo(3);
      assertThat(user.getOffset()).isZero();
      UserItem held = driver.table(Topics.USER_ITEMS).get(Keys.userItem("u", "i"));
      assertThat(requireNonNull(held).getHalfStars()).isEqualTo(9);
      ItemFeatures item = driver.table(Topics.ITEM_FEATURES).get("i");
      assertThat(requireNonNull(item).getAggregates().getRatings())
          .isEqualTo(new RatingStatistics(1L, 9L, 81L));
      assertThat(item.getYear()).isEqualTo(1999);
      assertThat(item.getGenres()).containsExactly("Drama");
    }
  }

  @Test
  void shouldGiveEachExampleTheFeaturesAsTheyStoodBefore() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.rate("u", "a", 5, T);
      driver.rate("v", "b", 1, T + 1);
      driver.rate("u", "b", 3, T + DAY);

      Map<String, TrainingExample> examples = driver.table(Topics.TRAINING_EXAMPLES);
      TrainingExample first = requireNonNull(examples.get(Keys.userItem("u", "a")));
      assertThat(first.getUser().getRatings().getCount()).isZero();
      assertThat(first.getItem().getRatings().getCount()).isZero();
      TrainingExample last = requireNonNull(examples.get(Keys.userItem("u", "b")));
      assertThat(last.getHalfStars()).isEqualTo(6);
      assertThat(last.getOffset()).isEqualTo(2);
      assertThat(last.getUser().getRatings()).isEqualTo(new RatingStatistics(1L, 10L, 100L));
      assertThat(last.getUser().getLastEventTime()).isEqualTo(T);
      assertThat(last.getItem().getRatings()).isEqualTo(new RatingStatistics(1L, 2L, 4L));
      assertThat(last.getItem().getNewestEventTime()).isEqualTo(T + 1);
      assertThat(last.getItem().getDaily().getValue()).isEqualTo(1);
    }
  }

  @Test
  void shouldCountWhatFollowsTheLastThreeItems() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      for (String item : List.of("a", "b", "c", "d", "e")) {
        driver.rate("u", item, 4, T);
      }

      Map<String, ItemTransitions> transitions = driver.table(Topics.ITEM_TRANSITIONS);
      ItemTransitions afterB = requireNonNull(transitions.get("b"));
      assertThat(afterB.getSuccessors())
          .extracting("itemId", "weight")
          .containsExactly(tuple("c", 1.0), tuple("d", 0.5), tuple("e", 1.0 / 3));
      assertThat(requireNonNull(transitions.get("a")).getSuccessors())
          .extracting("itemId")
          .containsExactly("b", "c", "d");
      assertThat(transitions).doesNotContainKey("e");
    }
  }

  /**
   * Whatever a user does, their state is as large as after fifty ratings, and every rating holds.
   */
  @Test
  void shouldHoldAUserOfTenThousandRatings() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      for (int k = 0; k < 10_000; k++) {
        driver.rate("u", "i" + k, 4, T + k);
      }

      UserFeatures user = requireNonNull(driver.table(Topics.USER_FEATURES).get("u"));
      assertThat(user.getAggregates().getRatings())
          .isEqualTo(new RatingStatistics(10_000L, 80_000L, 640_000L));
      assertThat(user.getRecent()).hasSize(50);
      assertThat(user.getRecent().getFirst().getItemId()).isEqualTo("i9950");
      assertThat(user.getRecent().getLast().getItemId()).isEqualTo("i9999");
      assertThat(driver.table(Topics.USER_ITEMS)).hasSize(10_000);
      assertThat(driver.drain(Topics.TRAINING_EXAMPLES)).hasSize(10_000);
    }
  }

  @Test
  void shouldMoveOnlyTheOffsetOnADuplicate() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.rate("u", "i", 4, T);
      UserFeatures before = requireNonNull(driver.table(Topics.USER_FEATURES).get("u"));
      driver.drain(Topics.ITEM_FEATURES);
      driver.drain(Topics.TRAINING_EXAMPLES);
      driver.rate("u", "i", 4, T);

      UserFeatures after = requireNonNull(driver.table(Topics.USER_FEATURES).get("u"));
      assertThat(after.getOffset()).isEqualTo(1);
      assertThat(after.getAggregates()).isEqualTo(before.getAggregates());
      UserItem held = requireNonNull(driver.table(Topics.USER_ITEMS).get(Keys.userItem("u", "i")));
      assertThat(held.getOffset()).isZero();
      assertThat(held.getAppliedOffset()).isEqualTo(1);
      assertThat(driver.drain(Topics.ITEM_FEATURES)).isEmpty();
      assertThat(driver.drain(Topics.TRAINING_EXAMPLES)).isEmpty();
    }
  }

  @Test
  void shouldLetTheLaterRatingHoldWhateverTheOrderOfArrival() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.rate("u", "replaced", 2, T);
      driver.rate("u", "replaced", 5, T + 1);
      driver.rate("u", "superseded", 5, T + 1);
      driver.rate("u", "superseded", 2, T);

      Map<String, ItemFeatures> items = driver.table(Topics.ITEM_FEATURES);
      RatingStatistics onlyTheLater = new RatingStatistics(1L, 10L, 100L);
      assertThat(requireNonNull(items.get("replaced")).getAggregates().getRatings())
          .isEqualTo(onlyTheLater);
      assertThat(requireNonNull(items.get("superseded")).getAggregates().getRatings())
          .isEqualTo(onlyTheLater);
      UserFeatures user = requireNonNull(driver.table(Topics.USER_FEATURES).get("u"));
      assertThat(user.getAggregates().getRatings()).isEqualTo(new RatingStatistics(2L, 20L, 200L));
      assertThat(user.getOffset()).isEqualTo(3);
      ItemTransitions after = requireNonNull(driver.table(Topics.ITEM_TRANSITIONS).get("replaced"));
      assertThat(after.getSuccessors()).extracting("itemId").containsExactly("superseded");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 5.5, -1, 3.3, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRejectARatingOutOfRange(double stars) {
    assertRejected(new RatingEvent("u", "i", stars, T, null), "INVALID_RATING", "rating: must be");
  }

  @Test
  void shouldRejectImpossibleTimes() {
    assertRejected(
        new RatingEvent("u", "i", 3.0, -1L, null), "INVALID_TIMESTAMP", "timestamp: must be");
    assertRejected(
        new RatingEvent("u", "i", 3.0, TopologyDriver.NOW.toEpochMilli() + DAY + 1, null),
        "INVALID_TIMESTAMP",
        "milliseconds");
  }

  @Test
  void shouldRejectImpossibleIds() {
    assertRejected(new RatingEvent("", "i", 3.0, T, null), "INVALID_USER_ID", "userId: must not");
    assertRejected(
        new RatingEvent("u".repeat(100_000), "i", 3.0, T, null), "INVALID_USER_ID", "100000");
    assertRejected(
        new RatingEvent("u", "a\0b", 3.0, T, null), "INVALID_ITEM_ID", "control characters");
  }

  private void assertRejected(RatingEvent event, String code, String reason) {
    assertBytesRejected(Topics.RATINGS.codec().encode(event), code, reason);
  }

  private void assertBytesRejected(byte @Nullable [] value, String code, String reason) {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.send(Topics.RATINGS, bytes("u"), value, T);
      driver.rate("next", "i", 3, T);

      List<Map.Entry<String, @Nullable Reject>> rejects = driver.drain(Topics.REJECTS);
      assertThat(rejects).hasSize(1);
      assertThat(rejects.getFirst().getKey()).isEqualTo("ratings.v1-0-0");
      Reject reject = requireNonNull(rejects.getFirst().getValue());
      assertThat(reject.getCode()).isEqualTo(code);
      assertThat(reject.getReason()).contains(reason);
      assertThat(reject.getValueLength()).isEqualTo(value == null ? 0 : value.length);
      assertThat(driver.table(Topics.USER_FEATURES)).containsOnlyKeys("next");
    }
  }

  @Test
  void shouldRejectWhatCannotBeRead() {
    assertBytesRejected(bytes("{\"userId\":1}"), "UNDECODABLE", "must be a RatingEvent");
    assertBytesRejected(new byte[0], "EMPTY", "value: must be");
    assertBytesRejected(null, "EMPTY", "value: must be");
    byte[] whole = Topics.RATINGS.codec().encode(new RatingEvent("user", "item", 3.0, T, "event"));
    assertBytesRejected(Arrays.copyOf(whole, whole.length - 4), "UNDECODABLE", "RatingEvent");
  }

  @Test
  void shouldKeepTheBeginningAndTheHashOfAHugeReject() {
    byte[] huge = new byte[300_000];
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.send(Topics.RATINGS, bytes("u"), huge, T);

      Reject reject = requireNonNull(driver.drain(Topics.REJECTS).getFirst().getValue());
      assertThat(requireNonNull(reject.getValue()).remaining()).isEqualTo(64 * 1024);
      assertThat(reject.getValueLength()).isEqualTo(300_000);
      // sha256sum of 300,000 zero bytes
      assertThat(reject.getValueSha256())
          .isEqualTo("886715e4051e827f4fe215df3053af3f85ad0d352db2c829c7487af6d78efe30");
    }
  }

  @Test
  void shouldAcceptARecordWithoutAKey() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      byte[] value = Topics.RATINGS.codec().encode(new RatingEvent("u", "i", 3.0, T, null));
      driver.send(Topics.RATINGS, null, value, T);

      assertThat(driver.table(Topics.USER_FEATURES)).containsOnlyKeys("u");
      assertThat(driver.drain(Topics.REJECTS)).isEmpty();
    }
  }

  @Test
  void shouldSendMisroutedRecordsHomeAndKeepTheirSourcePosition() {
    // Of four partitions the test driver plays number 0; this user lives elsewhere.
    String stranger = "u0";
    for (int i = 0; Keys.partition(stranger, 4) == 0; i++) {
      stranger = "u" + i;
    }
    try (TopologyDriver driver = new TopologyDriver(dir, 4, MemorySettings.defaults())) {
      driver.rate(stranger, "i", 3, T);

      assertThat(driver.misrouted()).containsExactly(stranger + " from ratings.v1-0-0");
      assertThat(driver.drain(Topics.REJECTS)).isEmpty();
      assertThat(driver.table(Topics.USER_FEATURES)).containsOnlyKeys(stranger);
    }
  }

  @Test
  void shouldEraseAUserFromEveryTopicAndStore() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.profile("u", 25);
      driver.rate("u", "a", 5, T);
      driver.rate("u", "b", 4, T + 1);
      driver.rate("v", "a", 1, T + 2);
      driver.rate("ux", "a", 2, T + 3);
      driver.erase("u");

      assertThat(driver.table(Topics.USER_FEATURES)).containsOnlyKeys("v", "ux");
      assertThat(driver.table(Topics.USER_ITEMS))
          .containsOnlyKeys(Keys.userItem("v", "a"), Keys.userItem("ux", "a"));
      assertThat(driver.table(Topics.TRAINING_EXAMPLES))
          .containsOnlyKeys(Keys.userItem("v", "a"), Keys.userItem("ux", "a"));
      Map<String, ItemFeatures> items = driver.table(Topics.ITEM_FEATURES);
      assertThat(requireNonNull(items.get("a")).getAggregates().getRatings())
          .isEqualTo(new RatingStatistics(2L, 6L, 20L));
      assertThat(requireNonNull(items.get("b")).getAggregates().getRatings())
          .isEqualTo(new RatingStatistics(0L, 0L, 0L));
      assertThat(driver.<UserState>store(UserProcessor.USERS).get("u")).isNull();
      assertThat(driver.<UserItem>store(UserProcessor.USER_ITEMS).withPrefix("u\0")).isEmpty();
    }
  }

  @Test
  void shouldCarryDemographicsOnceTheUserHasEvents() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.profile("u", 25);
      assertThat(driver.drain(Topics.USER_FEATURES)).isEmpty();
      driver.rate("u", "a", 5, T);
      driver.profile("u", 26);

      List<Map.Entry<String, @Nullable UserFeatures>> states = driver.drain(Topics.USER_FEATURES);
      assertThat(states)
          .extracting(
              state -> requireNonNull(state.getValue()).getAggregates().getDemographics().getAge())
          .containsExactly(25, 26);
    }
  }

  @Test
  void shouldLeaveNoTraceOfAProbeOnTheItemSide() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.rate("__probe-1", "a", 5, T);
      driver.rate("__probe-1", "b", 5, T);
      driver.erase("__probe-1");

      assertThat(driver.drain(Topics.USER_FEATURES)).hasSize(3);
      assertThat(driver.drain(Topics.ITEM_FEATURES)).isEmpty();
      assertThat(driver.drain(Topics.ITEM_TRANSITIONS)).isEmpty();
      assertThat(driver.drain(Topics.TRAINING_EXAMPLES)).isEmpty();
    }
  }

  @Test
  void shouldNotWipeWhatWasKeptOverThirtyYears() {
    try (TopologyDriver driver = TopologyDriver.in(dir)) {
      driver.catalogue("a", "Drama");
      driver.catalogue("b", "Comedy");
      long old = Instant.parse("1996-11-01T00:00:00Z").toEpochMilli();
      driver.rate("u", "a", 5, old);
      driver.rate("u", "b", 4, old + 1);
      driver.rate("u", "c", 4, TopologyDriver.NOW.toEpochMilli());

      UserFeatures user = requireNonNull(driver.table(Topics.USER_FEATURES).get("u"));
      // The longest gap there is: 20 half-lives.
      assertThat(user.getAggregates().getActivity().getValue())
          .isCloseTo(1 + 2 * Math.pow(2, -20), within(1e-9));
      ItemTransitions afterA = requireNonNull(driver.table(Topics.ITEM_TRANSITIONS).get("a"));
      assertThat(afterA.getSuccessors()).extracting("itemId").containsExactly("c", "b");
      assertThat(afterA.getSuccessors().getLast().getWeight())
          .isCloseTo(Math.pow(2, -20), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void shouldEqualTheStateInMemoryWhateverIsHeldDecoded(int held) {
    long seed = 42;
    Random random = new Random(seed);
    InMemoryFeatures memory =
        new InMemoryFeatures(FeatureSettings.defaults(), InstantSource.fixed(TopologyDriver.NOW));
    try (TopologyDriver driver =
        new TopologyDriver(dir, 1, new MemorySettings(held, held, held, held))) {
      for (int i = 0; i < 20; i++) {
        driver.catalogue("i" + i, "g" + i % 3, "h" + i % 5);
        memory.putItem(TopologyDriver.item("i" + i, "g" + i % 3, "h" + i % 5));
      }
      for (int n = 0; n < 1000; n++) {
        RatingEvent event = randomEvent(random, n);
        driver.rate(event);
        memory.accept(event, 0, n);
      }
      driver.profile("u3", 33);
      memory.putUser(TopologyDriver.user("u3", 33));
      driver.erase("u5");
      memory.removeUser("u5");

      assertEqual(driver, memory, "seed " + seed);
    }
  }

  private static RatingEvent randomEvent(Random random, int n) {
    long late = random.nextInt(10) == 0 ? random.nextInt(100) * DAY : 0;
    return new RatingEvent(
        "u" + random.nextInt(40),
        "i" + random.nextInt(30),
        (1 + random.nextInt(10)) / 2.0,
        T + n * DAY / 2 - late,
        null);
  }

  private static void assertEqual(TopologyDriver driver, InMemoryFeatures memory, String seed) {
    Map<String, UserFeatures> users = driver.table(Topics.USER_FEATURES);
    assertThat(users).as(seed).hasSize(39);
    users.forEach((id, state) -> assertThat(state).as(seed).isEqualTo(memory.user(id)));
    Map<String, UserItem> held = driver.table(Topics.USER_ITEMS);
    held.forEach(
        (key, item) ->
            assertThat(item)
                .as(seed)
                .isEqualTo(memory.userItem(Keys.first(key), Keys.second(key))));
    Map<String, ItemFeatures> items = driver.table(Topics.ITEM_FEATURES);
    assertThat(items).as(seed).hasSize(30);
    items.forEach((id, state) -> assertThat(state).as(seed).isEqualTo(memory.itemFeatures(id)));
    Map<String, ItemTransitions> transitions = driver.table(Topics.ITEM_TRANSITIONS);
    assertThat(transitions).as(seed).hasSize(30);
    transitions.forEach(
        (id, state) -> assertThat(state).as(seed).isEqualTo(memory.transitions(id)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
