package io.millrace.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.erasure.IdSearch;
import io.millrace.features.erasure.RatingNames;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.RegistryUnavailableException;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.UserItem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * People who have been deleted and whose records an erasure has still to take off the log: a dump
 * that held them would bring them back. Who came back keeps what was sent since: ratings as with an
 * erasure, feedback by its time. One thread.
 */
final class Departed {
  private final RatingReader ratings;
  private final Map<String, Absence> absences;
  private final Map<Place, Long> since;
  private final IdSearch search;

  private Departed(RatingReader ratings, Map<String, Absence> absences, Map<Place, Long> since) {
    this.ratings = ratings;
    this.absences = Map.copyOf(absences);
    this.since = Map.copyOf(since);
    this.search = new IdSearch(absences.keySet());
  }

  /**
   * How long somebody was away, by the times of records.
   *
   * @param left of the newest tombstone, milliseconds since the epoch
   * @param returned of the first profile after it, no earlier than it; null where there is none
   */
  private record Absence(long left, @Nullable Long returned) {
    Absence endedBy(long profile) {
      return returned == null ? new Absence(left, Math.max(left, profile)) : this;
    }
  }

  /** A user on a partition of {@code ratings.v1}. */
  private record Place(String userId, int partition) {}

  /**
   * As the log has it up to its ends.
   *
   * @param ratings reads ratings as features does
   */
  static Departed find(LogReader reader, LogBounds ends, RatingReader ratings) throws IOException {
    Map<String, Absence> absences = new HashMap<>();
    for (Map.Entry<TopicPartition, Long> end : ends.of(Topics.USERS)) {
      reader.read(end.getKey(), end.getValue(), record -> note(record, absences), _ -> {});
    }
    Map<Place, Long> since =
        absences.isEmpty() ? Map.of() : ratedSince(reader, ends, absences.keySet());
    since.keySet().forEach(place -> absences.computeIfPresent(place.userId(), (_, a) -> rated(a)));
    return new Departed(ratings, absences, since);
  }

  private static void note(ConsumerRecord<byte[], byte[]> record, Map<String, Absence> absences) {
    String id = key(record);
    if (id == null) {
      return;
    }
    if (record.value() == null) {
      absences.put(id, new Absence(record.timestamp(), null));
    } else {
      absences.computeIfPresent(id, (_, absence) -> absence.endedBy(record.timestamp()));
    }
  }

  /** Who has ratings again is back; when they arrived nobody knows, but after the tombstone. */
  private static Absence rated(Absence absence) {
    return absence.endedBy(absence.left());
  }

  private static Map<Place, Long> ratedSince(LogReader reader, LogBounds ends, Set<String> people)
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

  /**
   * Whether a record of ratings or feedback is one of a person who is no more.
   *
   * @throws RegistryUnavailableException if only the schema registry could tell
   */
  boolean covers(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    if (absences.isEmpty()) {
      return false;
    }
    return topic.equals(Topics.RATINGS)
        ? isRating(record)
        : topic.equals(Topics.FEEDBACK) && isFeedback(record);
  }

  private boolean isRating(ConsumerRecord<byte[], byte[]> record) {
    RatingNames names = RatingNames.of(record, ratings, search);
    String rater = names.rater();
    return rater == null
        ? names.others().stream().anyMatch(other -> isGone(other, record))
        : isGone(rater, record);
  }

  private boolean isGone(String userId, ConsumerRecord<byte[], byte[]> rating) {
    return absences.containsKey(userId)
        && rating.offset()
            < since.getOrDefault(new Place(userId, rating.partition()), Long.MAX_VALUE);
  }

  private boolean isFeedback(ConsumerRecord<byte[], byte[]> record) {
    String userId = shownTo(record);
    Absence absence = userId == null ? null : absences.get(userId);
    if (absence == null) {
      return false;
    }
    Long returned = absence.returned();
    return returned == null || record.timestamp() < returned;
  }

  private static @Nullable String shownTo(ConsumerRecord<byte[], byte[]> record) {
    try {
      Feedback feedback =
          record.value() == null ? null : Topics.FEEDBACK.codec().decode(record.value());
      return feedback == null ? null : feedback.getUserId();
    } catch (UndecodableException _) {
      return null;
    }
  }

  /** The key to dump: none where another's rating stands under that of a person who is no more. */
  byte @Nullable [] keyOf(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    String key = topic.equals(Topics.RATINGS) ? key(record) : null;
    return key != null && isGone(key, record) ? null : record.key();
  }

  private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), UTF_8);
  }
}
