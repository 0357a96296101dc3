package io.millrace.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Feedback;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.UserItem;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * People who have been deleted and whose records an erasure has still to take off the log: a dump
 * that held them would bring them back. Who came back keeps what was sent since, as with an
 * erasure.
 *
 * @param people ids with a tombstone on {@code users.v1}
 * @param since by user and partition the offset that their new life begins at
 */
record Departed(Set<String> people, Map<Place, Long> since) {
  Departed {
    people = Set.copyOf(people);
    since = Map.copyOf(since);
  }

  /** A user on a partition of {@code ratings.v1}. */
  record Place(String userId, int partition) {}

  /** As the log has it up to its ends. */
  static Departed find(LogReader reader, LogBounds ends) throws IOException {
    Set<String> people = new HashSet<>();
    for (Map.Entry<TopicPartition, Long> end : ends.of(Topics.USERS)) {
      reader.read(end.getKey(), end.getValue(), record -> note(record, people), _ -> {});
    }
    return new Departed(people, people.isEmpty() ? Map.of() : returned(reader, ends, people));
  }

  private static void note(ConsumerRecord<byte[], byte[]> record, Set<String> people) {
    if (record.value() == null && record.key() != null) {
      people.add(new String(record.key(), UTF_8));
    }
  }

  private static Map<Place, Long> returned(LogReader reader, LogBounds ends, Set<String> people)
      throws IOException {
    Map<String, UserItem> rows = new HashMap<>();
    for (Map.Entry<TopicPartition, Long> end : ends.of(Topics.USER_ITEMS)) {
      reader.read(
          end.getKey(),
          end.getValue(),
          record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
              rows.remove(key);
            } else if (people.contains(Keys.first(key))) {
              rows.putIfAbsent(key, Topics.USER_ITEMS.codec().decode(record.value()));
            }
          },
          _ -> {});
    }
    Map<Place, Long> since = new HashMap<>();
    rows.values()
        .forEach(
            row ->
                since.merge(
                    new Place(row.getUserId(), row.getPartition()), row.getOffset(), Math::min));
    return since;
  }

  /** Whether a record of ratings or feedback is one of a person who is no more. */
  boolean covers(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    if (people.isEmpty()) {
      return false;
    }
    if (topic.equals(Topics.RATINGS)) {
      RatingEvent rating = decoded(Topics.RATINGS, record);
      return ratedByDeparted(rating == null ? key(record) : rating.getUserId(), record);
    }
    Feedback feedback = topic.equals(Topics.FEEDBACK) ? decoded(Topics.FEEDBACK, record) : null;
    return feedback != null
        && feedback.getUserId() != null
        && people.contains(feedback.getUserId());
  }

  private boolean ratedByDeparted(@Nullable String id, ConsumerRecord<byte[], byte[]> record) {
    return id != null
        && people.contains(id)
        && record.offset() < since.getOrDefault(new Place(id, record.partition()), Long.MAX_VALUE);
  }

  private static <V extends SpecificRecordBase> @Nullable V decoded(
      Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : topic.codec().decode(record.value());
    } catch (UndecodableException _) {
      return null;
    }
  }

  private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), UTF_8);
  }
}
