package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.feature.EventClock;
import io.millrace.model.feature.TransitionRow;
import io.millrace.recommend.Records;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTastes;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Successor;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.User;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveStateTest {
  private static final long NOW = 2_000_000;

  private final LiveState state =
      new LiveState(new EventClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))));

  private <V extends SpecificRecordBase> void feed(Topic<V> topic, String key, @Nullable V value) {
    Records.feed(state.handlers(), Records.of(topic, key, value, 0, 0));
  }

  private void item(String id, boolean available) {
    feed(Topics.ITEMS, id, new Item(id, "T" + id, null, List.of(), Map.of(), available, null));
  }

  private void count(String id, double monthly) {
    DecayedCount none = new DecayedCount(0.0, 0L);
    ItemAggregates aggregates =
        new ItemAggregates(
            new RatingStatistics(1L, 8L, 64L), none, none, new DecayedCount(monthly, 0L), 1L, 1L);
    feed(Topics.ITEM_FEATURES, id, new ItemFeatures(id, aggregates, null, List.of()));
  }

  private static UserFeatures user(String id, long offset) {
    UserAggregates aggregates =
        new UserAggregates(
            new RatingStatistics(1L, 8L, 64L),
            new DecayedCount(1.0, 5L),
            new GenreTastes(5L, List.of()),
            5L,
            null);
    return new UserFeatures(id, aggregates, List.of(new RatedItem("1", 8, 5L)), 0, offset);
  }

  @Test
  void shouldCountUsersButNotThoseThatChecksMadeUp() {
    String probe = Ids.PROBE_PREFIX + "check";
    feed(Topics.USER_FEATURES, "1", user("1", 1));
    feed(Topics.USER_FEATURES, probe, user(probe, 2));

    assertThat(state.userCount()).isEqualTo(1);
    assertThat(state.user(probe)).isNotNull();
  }

  @Test
  void shouldListAvailableItemsByPopularityWhenCatalogueIsRead() {
    item("1", true);
    item("2", true);
    item("3", true);
    item("4", false);
    count("2", 3);
    count("3", 1);
    count("4", 9);
    count("unknown", 9);

    assertThat(state.popular(10)).containsExactly("2", "3", "1");
    assertThat(state.popular(1)).containsExactly("2");
  }

  @Test
  void shouldListFreshItemsWhateverTopicIsReadFirst() {
    state.clock().observe(9);
    count("1", 3); // first rated at 1, before the catalogue has it
    item("1", true);
    item("2", true);
    item("3", false);
    count("3", 1);
    assertThat(state.fresh(10)).containsExactly("1", "2");

    feed(Topics.ITEM_FEATURES, "1", null);
    assertThat(state.fresh(10)).containsExactly("1", "2"); // unrated now, and the newer of the two
    feed(Topics.ITEMS, "2", null);
    item("3", true);
    assertThat(state.fresh(10)).containsExactly("3", "1");
  }

  @Test
  void shouldDropItemWhenTombstoneComes() {
    item("1", true);
    feed(Topics.ITEMS, "1", null);

    assertThat(state.item("1")).isNull();
    assertThat(state.popular(10)).isEmpty();
  }

  @Test
  void shouldTellOfTheRatingsThatHold() {
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), new UserItem("u", "1", 8, 1000L, 0, 3L, 3L));
    feed(Topics.USER_ITEMS, Keys.userItem("u", "2"), new UserItem("u", "2", 3, 1000L, 0, 4L, 4L));
    feed(Topics.USER_ITEMS, Keys.userItem("v", "3"), new UserItem("v", "3", 9, 1000L, 0, 5L, 5L));
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), new UserItem("u", "1", 10, 2000L, 0, 6L, 6L));

    Map<String, Integer> told = new HashMap<>();
    state.ratings("u", told::put);
    state.ratings("nobody", told::put);
    assertThat(told).containsOnly(Map.entry("1", 10), Map.entry("2", 3));
  }

  @Test
  void shouldKnowRatedItemsUntilTombstoneComes() {
    UserItem rated = new UserItem("u", "1", 8, 1000L, 0, 3L, 3L);
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), rated);
    assertThat(state.rated("u")).contains("1");
    assertThat(state.rated("u")).doesNotContain("2");
    assertThat(state.rated("v")).doesNotContain("1");
    assertThat(state.ratedCount()).isEqualTo(1);

    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), null);
    assertThat(state.rated("u")).doesNotContain("1");
    assertThat(state.ratedCount()).isZero();
  }

  @Test
  void shouldHoldAndForgetAUserOfTenThousandRatings() {
    for (int k = 0; k < 10_000; k++) {
      String item = "i" + k;
      feed(
          Topics.USER_ITEMS,
          Keys.userItem("u", item),
          new UserItem("u", item, 1 + k % 10, 1000L + k, 0, (long) k, (long) k));
    }

    Map<String, Integer> told = new HashMap<>();
    state.ratings("u", told::put);
    assertThat(told).hasSize(10_000).containsEntry("i0", 1).containsEntry("i9999", 10);
    assertThat(state.rated("u")).hasSize(10_000);
    assertThat(state.ratedCount()).isEqualTo(10_000);

    feed(Topics.USERS, "u", null);
    assertThat(state.rated("u")).isEmpty();
    assertThat(state.ratedCount()).isZero();
  }

  @Test
  void shouldTakeClockFromEventsWhenTheyAreOld() {
    assertThat(state.now()).isEqualTo(NOW);
    UserItem rated = new UserItem("u", "1", 8, 1000L, 0, 3L, 3L);
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), rated);

    assertThat(state.now()).isEqualTo(1000);
  }

  @Test
  void shouldTakeLastRecordOfUserWhenSeveralCome() {
    feed(Topics.USER_FEATURES, "u", user("u", 9));
    feed(Topics.USER_FEATURES, "u", user("u", 4));
    assertThat(state.user("u")).isEqualTo(user("u", 4));

    feed(Topics.USER_FEATURES, "u", null);
    assertThat(state.user("u")).isNull();
  }

  @Test
  void shouldForgetAllOfUserWhenUserIsDeleted() {
    feed(Topics.USER_FEATURES, "u", user("u", 9));
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), new UserItem("u", "1", 8, 1000L, 0, 3L, 3L));

    feed(Topics.USERS, "u", null);

    assertThat(state.user("u")).isNull();
    assertThat(state.profile("u")).isNull();
    assertThat(state.rated("u")).doesNotContain("1");
  }

  @Test
  void shouldKeepStateOfReturnedUserWhenOldDeletionIsReadWhileLoading() {
    state.loadedWhen(() -> false);
    feed(Topics.USERS, "u", new User("u", new Demographics(1, null, null, null), Map.of()));
    feed(Topics.USER_FEATURES, "u", user("u", 9));
    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), new UserItem("u", "1", 8, 1000L, 0, 3L, 3L));

    feed(Topics.USERS, "u", null);

    assertThat(state.profile("u")).isNull();
    assertThat(state.user("u")).isEqualTo(user("u", 9));
    assertThat(state.rated("u")).contains("1");
  }

  @Test
  void shouldCountRowAsAbsentWhenItCannotBeDecoded() {
    byte[] torn = {1, 2, 3};
    Records.feed(state.handlers(), Records.of(Topics.USER_FEATURES, "u", torn, 0, 0));
    Records.feed(state.handlers(), Records.of(Topics.ITEM_TRANSITIONS, "1", torn, 0, 0));

    assertThat(state.user("u")).isNull();
    assertThat(state.successors("1").entries()).isEmpty();
    assertThat(state.undecodable()).isEqualTo(2);
    assertThat(state.user("u")).isNull();
    assertThat(state.undecodable()).isEqualTo(2);

    feed(Topics.USER_FEATURES, "u", user("u", 9));
    assertThat(state.user("u")).isEqualTo(user("u", 9));
  }

  @Test
  void shouldKnowWhatFollowsUntilTombstoneComes() {
    ItemTransitions row = new ItemTransitions("1", 5L, List.of(new Successor("2", 1.5)));
    feed(Topics.ITEM_TRANSITIONS, "1", row);
    TransitionRow.Entry follower = new TransitionRow.Entry("2", 1.5, 1, 1);
    assertThat(state.successors("1").entries()).containsExactly(follower);
    assertThat(state.successors("1").find("2")).isEqualTo(follower);

    feed(Topics.ITEM_TRANSITIONS, "1", null);
    assertThat(state.successors("1").entries()).isEmpty();
  }

  private void rated(String user, long offset) {
    feed(Topics.USER_FEATURES, user, user(user, offset));
    feed(
        Topics.USER_ITEMS,
        Keys.userItem(user, "1"),
        new UserItem(user, "1", 8, 1000L, 0, offset, offset));
  }

  @Test
  void shouldTellListenersOnceABatchWhenUserChanges() {
    List<Position> told = new ArrayList<>();
    UserChanges.Listening listening = state.changes().listen("u", told::add);
    rated("u", 1);
    rated("u", 2);
    rated("v", 3);
    assertThat(told).isEmpty();
    state.batchRead();
    assertThat(told).containsExactly(new Position(0, 2));

    listening.close();
    rated("u", 4);
    state.batchRead();
    assertThat(told).hasSize(1);
  }

  @Test
  void shouldTellOnceOfAnEventWhoseRecordsComeInTwoBatches() {
    List<Position> told = new ArrayList<>();
    feed(Topics.USER_FEATURES, "u", user("u", 1));
    state.changes().listen("u", told::add);
    feed(Topics.USER_FEATURES, "u", user("u", 7));
    state.batchRead();
    assertThat(told).isEmpty();

    feed(Topics.USER_ITEMS, Keys.userItem("u", "1"), new UserItem("u", "1", 8, 1000L, 0, 7L, 7L));
    state.batchRead();
    assertThat(told).containsExactly(new Position(0, 7));
  }

  @Test
  void shouldTellAtOnceWhenAUserIsDeletedOrAProfileChanges() {
    rated("u", 1);
    List<Position> told = new ArrayList<>();
    state.changes().listen("u", told::add);
    feed(Topics.USER_FEATURES, "u", null);
    state.batchRead();
    assertThat(told).hasSize(1);
    feed(Topics.USERS, "u", null);
    state.batchRead();
    assertThat(told).hasSize(2);
  }

  @Test
  void shouldKeepWhatItHasWhenRecordIsUndecodable() {
    item("1", true);

    assertThatThrownBy(
            () ->
                Records.feed(
                    state.handlers(), Records.of(Topics.ITEMS, "1", new byte[] {1, 2, 3}, 0, 5)))
        .isInstanceOf(UndecodableException.class);
    assertThat(state.item("1")).isNotNull();
    assertThat(state.arrivals().of(Topics.ITEMS.name(), new Position(0, 5))).isDone();
  }
}
