package io.millrace.features.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CompactionTest {
  private final FakeCluster cluster = new FakeCluster();
  private final Compaction compaction =
      new Compaction(
          cluster,
          Set.of(
              "app-users-changelog",
              "app-item-work-repartition",
              "app-experiments-users-changelog",
              "app-not-there-yet-changelog"));

  private void topic(String name) {
    cluster.append(name, "key", new byte[1], new RecordHeaders());
  }

  @Test
  void shouldRollNothingWhenNobodyIsDeleted() throws Exception {
    User ann = new User("ann", new Demographics(33, null, null, null), Map.of());
    cluster.append(Topics.USERS, "ann", ann);

    assertThat(compaction.run()).isFalse();
    assertThat(cluster.rolled).isEmpty();
  }

  @Test
  void shouldRollWhatHasRowsOfPeopleAndTheStreamsOwnTopicsWhileATombstoneIsLeft() throws Exception {
    cluster.append(Topics.USERS, "ann", null);
    topic("app-users-changelog");
    topic("app-item-work-repartition");
    topic("app-experiments-users-changelog");
    topic("other-users-changelog");
    topic("app-two-users-changelog"); // of a second installation, whose id begins with ours
    topic("app-experiments-two-item-work-repartition");
    topic("app-is-not-the-streams");
    topic(Topics.ITEM_FEATURES.name());

    assertThat(compaction.run()).isTrue();

    assertThat(cluster.rolled)
        .containsExactlyInAnyOrder(
            "users.v1",
            "user-features.v1",
            "user-items.v1",
            "training-examples.v1",
            "app-users-changelog",
            "app-item-work-repartition",
            "app-experiments-users-changelog");
    assertThat(cluster.settings).as("segment sizes as before").isEmpty();
    assertThat(compaction.run()).as("the tombstone is there still").isTrue();
  }

  @Test
  void shouldLeaveEachTopicItsOwnSegmentSizeAlsoAfterARollThatBrokeOff() throws Exception {
    cluster.append(Topics.USERS, "ann", null);
    topic("app-users-changelog");
    topic("app-item-work-repartition");
    String size = " segment.bytes";
    cluster.settings.put(Topics.USERS.name() + size, "5000000");
    cluster.settings.put(Topics.USER_ITEMS.name() + size, SegmentRoll.SEGMENT_BYTES);
    cluster.settings.put("app-users-changelog" + size, SegmentRoll.SEGMENT_BYTES);
    cluster.settings.put("app-item-work-repartition" + size, SegmentRoll.SEGMENT_BYTES);

    assertThat(compaction.run()).isTrue();

    assertThat(cluster.settings)
        .containsOnly(
            Map.entry(Topics.USERS.name() + size, "5000000"),
            Map.entry(Topics.USER_ITEMS.name() + size, Topics.COMPACTED_SEGMENT_BYTES),
            Map.entry("app-users-changelog" + size, Topics.COMPACTED_SEGMENT_BYTES));
  }
}
