package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records are a person's: those whose key or value names them, and reactions to lists
 * that they were shown, where these name nobody. Remembers the lists, so a topic is to be passed by
 * in its order. One thread.
 */
final class PersonFilter {
  /** The topics with records of people, in the order of interest to them. */
  static final List<Topic<?>> TOPICS =
      List.of(
          Topics.USERS,
          Topics.RATINGS,
          Topics.FEEDBACK,
          Topics.REJECTS,
          Topics.USER_FEATURES,
          Topics.USER_ITEMS,
          Topics.TRAINING_EXAMPLES);

  /** Written by the stream, each user's rows on the user's partition; others place as they like. */
  private static final Set<Topic<?>> AT_HOME = Set.of(Topics.USER_FEATURES, Topics.USER_ITEMS);

  /** Of these topics a key is a user's id. */
  private static final Set<String> OF_PEOPLE = Set.of(Topics.RATINGS.name(), Topics.USERS.name());

  private final String userId;
  private final Set<String> lists = new HashSet<>();

  PersonFilter(String userId) {
    this.userId = userId;
  }

  /**
   * Whether a partition may hold any.
   *
   * @param partitions of the topic
   */
  boolean visits(Topic<?> topic, int partition, int partitions) {
    return !AT_HOME.contains(topic) || partition == Keys.partition(userId, partitions);
  }

  /** Whether a record is the person's. */
  boolean takes(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    if (topic.equals(Topics.FEEDBACK)) {
      return takesFeedback(record.value());
    }
    if (topic.equals(Topics.REJECTS)) {
      return takesReject(record.value());
    }
    if (topic.equals(Topics.RATINGS)) {
      return takesRating(record.key(), record.value());
    }
    return record.key() != null && Keys.first(new String(record.key(), UTF_8)).equals(userId);
  }

  private boolean takesRating(byte @Nullable [] key, byte @Nullable [] value) {
    var rating = decoded(Topics.RATINGS, value);
    return rating == null ? isUser(key) : rating.getUserId().equals(userId);
  }

  private boolean takesFeedback(byte @Nullable [] value) {
    Feedback feedback = decoded(Topics.FEEDBACK, value);
    if (feedback == null) {
      return false;
    }
    if (userId.equals(feedback.getUserId())) {
      // A reaction may name any list: only an impression, which we write, says whose it is.
      if (feedback.getType() == FeedbackType.IMPRESSION) {
        lists.add(feedback.getRecommendationId());
      }
      return true;
    }
    return feedback.getUserId() == null && lists.contains(feedback.getRecommendationId());
  }

  private boolean takesReject(byte @Nullable [] bytes) {
    Reject reject = decoded(Topics.REJECTS, bytes);
    if (reject == null || !OF_PEOPLE.contains(reject.getTopic())) {
      return false;
    }
    String named = named(bytes(reject.getValue()));
    return named == null ? isUser(bytes(reject.getKey())) : named.equals(userId);
  }

  /** Whom a refused value is about, whatever its key; null where it cannot be told. */
  private static @Nullable String named(byte @Nullable [] value) {
    var rating = decoded(Topics.RATINGS, value);
    if (rating != null) {
      return rating.getUserId();
    }
    var profile = decoded(Topics.USERS, value);
    return profile == null ? null : profile.getUserId();
  }

  private boolean isUser(byte @Nullable [] key) {
    return key != null && new String(key, UTF_8).equals(userId);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static <V extends SpecificRecordBase> @Nullable V decoded(
      Topic<V> topic, byte @Nullable [] value) {
    try {
      return value == null ? null : topic.codec().decode(value);
    } catch (UndecodableException _) {
      return null;
    }
  }
}
