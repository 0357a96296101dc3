package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.Records;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserItem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonFilterTest {
  private final PersonFilter filter = new PersonFilter("ann");

  private <V extends SpecificRecordBase> boolean takes(
      Topic<V> topic, String key, @Nullable V value) {
    return filter.takes(topic, Records.of(topic, key, value, 1, 1));
  }

  @Test
  void shouldTakeTheRatingsThatNameThePersonWhateverTheirKey() {
    assertThat(takes(Topics.RATINGS, "ben", rating("ann"))).isTrue();
    assertThat(takes(Topics.RATINGS, "ann", rating("ben"))).isFalse();
    assertThat(filter.takes(Topics.RATINGS, Records.of(Topics.RATINGS, "ann", new byte[3], 1, 1)))
        .as("nobody can tell more than its key does")
        .isTrue();
    assertThat(takes(Topics.RATINGS, "ben", null)).isFalse();
  }

  private static RatingEvent rating(String userId) {
    return new RatingEvent(userId, "i", 4.0, 1L, null);
  }

  @Test
  void shouldTakeReactionsToThePersonsListsButNobodyElses() {
    assertThat(takes(Topics.FEEDBACK, "a", feedback("a", null)))
        .as("before the list is known to be hers")
        .isFalse();
    assertThat(takes(Topics.FEEDBACK, "a", feedback("a", "ann"))).as("her click").isTrue();
    assertThat(takes(Topics.FEEDBACK, "a", feedback("a", null)))
        .as("a click names any list that it likes")
        .isFalse();
    assertThat(takes(Topics.FEEDBACK, "a", shown("a", "ann"))).isTrue();
    assertThat(takes(Topics.FEEDBACK, "a", feedback("a", null))).isTrue();
    assertThat(takes(Topics.FEEDBACK, "a", feedback("a", "ben"))).isFalse();
    assertThat(takes(Topics.FEEDBACK, "b", feedback("b", null))).isFalse();
  }

  private static Feedback shown(String list, String userId) {
    return new Feedback(list, FeedbackType.IMPRESSION, userId, List.of("i"), "g", null, 1L);
  }

  private static Feedback feedback(String list, @Nullable String userId) {
    return new Feedback(list, FeedbackType.CLICK, userId, List.of("i"), "", null, 1L);
  }

  @Test
  void shouldTakeRowsByTheFirstPartOfTheirKey() {
    UserItem row = new UserItem("ann", "i", 8, 1L, 0, 0L, 0L);
    assertThat(takes(Topics.USER_ITEMS, Keys.userItem("ann", "i"), row)).isTrue();
    assertThat(takes(Topics.USER_ITEMS, Keys.userItem("ann", "i"), null)).as("deleted").isTrue();
    assertThat(takes(Topics.USER_ITEMS, Keys.userItem("anna", "i"), row)).isFalse();
    assertThat(takes(Topics.USER_ITEMS, Keys.userItem("i", "ann"), row)).isFalse();
  }

  @Test
  void shouldTakeRejectsThatNameThePerson() {
    byte[] hers = Topics.RATINGS.codec().encode(rating("ann"));
    byte[] his = Topics.RATINGS.codec().encode(rating("ben"));
    assertThat(takes(Topics.REJECTS, "", reject("ratings.v1", "x", hers))).isTrue();
    assertThat(takes(Topics.REJECTS, "", reject("ratings.v1", "ann", new byte[2]))).isTrue();
    assertThat(takes(Topics.REJECTS, "", reject("ratings.v1", "ben", his))).isFalse();
    assertThat(takes(Topics.REJECTS, "", reject("ratings.v1", "ann", his)))
        .as("what its value says counts, not the key it came by")
        .isFalse();
    assertThat(takes(Topics.REJECTS, "", reject("experiments.v1", "ann", new byte[2])))
        .as("an experiment of that name")
        .isFalse();
    assertThat(takes(Topics.REJECTS, "", reject("items.v1", "ann", new byte[2])))
        .as("an item of that name")
        .isFalse();
  }

  private static Reject reject(String topic, String key, byte[] value) {
    return new Reject(
        topic,
        0,
        1L,
        1L,
        "UNDECODABLE",
        "is not Avro",
        ByteBuffer.wrap(key.getBytes(UTF_8)),
        ByteBuffer.wrap(value),
        (long) value.length,
        "");
  }

  @Test
  void shouldPassByThePartitionsThatTheStreamPutsNothingOfThePersonOn() {
    int home = Keys.partition("ann", 8);
    assertThat(visited(Topics.USER_ITEMS)).containsExactly(home);
    assertThat(visited(Topics.USER_FEATURES)).containsExactly(home);
    for (Topic<?> topic :
        List.of(Topics.RATINGS, Topics.USERS, Topics.FEEDBACK, Topics.TRAINING_EXAMPLES)) {
      assertThat(visited(topic)).as(topic.name()).hasSize(8);
    }
  }

  private List<Integer> visited(Topic<?> topic) {
    return IntStream.range(0, 8).filter(p -> filter.visits(topic, p, 8)).boxed().toList();
  }
}
