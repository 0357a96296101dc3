package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.schemas.Keys;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code ratings.v1}: the ratings of erased people go. Records that were rejected are not copied,
 * because they stand on {@code rejects.v1} and a copy would be rejected once more, or, where the
 * reason was the clock, accepted.
 */
final class RatingsRule implements Rule {
  private final RatingReader reader;
  private final People people;
  private final Map<Integer, Set<Long>> rejected;
  private final Map<Integer, Long> seen;
  private final int userPartitions;

  /**
   * A rule.
   *
   * @param reader reads ratings
   * @param people whom to erase
   * @param rejected offsets of rejected records by partition
   * @param seen by partition of {@code users.v1}, the offset up to which tombstones are known
   * @param userPartitions partitions of {@code users.v1}
   */
  RatingsRule(
      RatingReader reader,
      People people,
      Map<Integer, Set<Long>> rejected,
      Map<Integer, Long> seen,
      int userPartitions) {
    this.reader = reader;
    this.people = people;
    this.rejected = rejected;
    this.seen = seen;
    this.userPartitions = userPartitions;
  }

  @Override
  public Fate fate(ConsumerRecord<byte[], byte[]> record) {
    String userId = userId(reader, record);
    if (userId != null && people.covers(userId, record.partition(), record.offset())) {
      return Fate.Plain.ERASED;
    }
    boolean refused = rejected.getOrDefault(record.partition(), Set.of()).contains(record.offset());
    return refused ? Fate.Plain.OMITTED : Fate.Plain.KEPT;
  }

  @Override
  public long seen(ConsumerRecord<byte[], byte[]> record) {
    String userId = userId(reader, record);
    return userId == null ? 0 : seen.getOrDefault(Keys.partition(userId, userPartitions), 0L);
  }

  /** The user a record of {@code ratings.v1} tells of; its key's where its value is unreadable. */
  static @Nullable String userId(RatingReader reader, ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value != null) {
      try {
        return reader.read(value).getUserId();
      } catch (UnreadableRatingException _) {
        return key(record);
      }
    }
    return key(record);
  }

  private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), UTF_8);
  }
}
