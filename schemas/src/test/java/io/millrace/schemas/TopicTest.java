package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
  private static final long TEN_YEARS_MILLIS = 10L * 365 * 24 * 3600 * 1000;

  static Iterable<Topic<?>> topics() {
    return Topics.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldNeverExpireOrRollByEventTime(Topic<?> topic) {
    assertThat(topic.settings()).containsEntry("retention.ms", "-1");
    assertThat(topic.settings())
        .hasEntrySatisfying(
            "segment.ms", ms -> assertThat(Long.parseLong(ms)).isGreaterThan(TEN_YEARS_MILLIS));
    assertThat(topic.settings()).containsEntry("cleanup.policy", topic.cleanup().policy());
  }

  @Test
  void shouldKeepEventsAndCompactStates() {
    assertThat(Topics.RATINGS.cleanup()).isEqualTo(Topic.Cleanup.KEEP);
    assertThat(Topics.REJECTS.cleanup()).isEqualTo(Topic.Cleanup.KEEP);
    assertThat(Topics.USER_FEATURES.cleanup()).isEqualTo(Topic.Cleanup.COMPACT);
    assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldCarryTombstones() {
    assertThat(Topics.USERS.serde().serializer().serialize("users.v1", null)).isNull();
    assertThat(Topics.USERS.serde().deserializer().deserialize("users.v1", null)).isNull();
  }

  @Test
  void shouldNameWhatIsWrongWithACreation() {
    assertThatThrownBy(() -> new TopicCreation(0, 1, (short) 1))
        .hasMessage("userPartitions: must be at least 1, was 0");
    assertThatThrownBy(() -> new TopicCreation(1, 0, (short) 1))
        .hasMessage("itemPartitions: must be at least 1, was 0");
    assertThatThrownBy(() -> new TopicCreation(1, 1, (short) 0))
        .hasMessageContaining("replication: must be at least 1");
  }

  @Test
  void shouldWantARecordOnTwoReplicasWhereThereAreThree() {
    assertThat(new TopicCreation(1, 1, (short) 3).settings(Topics.RATINGS))
        .containsAllEntriesOf(Topics.RATINGS.settings())
        .containsEntry("min.insync.replicas", "2");
    assertThat(new TopicCreation(1, 1, (short) 2).settings(Topics.RATINGS))
        .containsEntry("min.insync.replicas", "1");
    assertThat(new TopicCreation(1, 1, (short) -1).settings(Topics.RATINGS))
        .doesNotContainKey("min.insync.replicas");
  }

  @Test
  void shouldBoundTheTimeToCompactionWhereDataIsPersonal() {
    assertThat(List.of(Topics.USER_FEATURES, Topics.USER_ITEMS, Topics.TRAINING_EXAMPLES))
        .allSatisfy(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("max.compaction.lag.ms", "604800000"));
    assertThat(Topics.USERS.settings())
        .as("catalogue records carry timestamp 0, which orders them before ratings")
        .doesNotContainKeys("message.timestamp.type", "max.compaction.lag.ms")
        .containsEntry("delete.retention.ms", "2592000000");
  }
}
