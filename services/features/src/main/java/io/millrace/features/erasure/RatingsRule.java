package io.millrace.features.erasure;

import io.millrace.features.registry.RatingReader;
import io.millrace.schemas.Keys;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code ratings.v1}: the ratings of erased people go, and what cannot be read and names them by
 * key or in its bytes. Another's rating under their key stays without it: who rated is in the
 * value. Records that were rejected are not copied, because they stand on {@code rejects.v1} and a
 * copy would be rejected once more, or, where the reason was the clock, accepted.
 */
final class RatingsRule implements Rule {
  private final RatingReader reader;
  private final People people;
  private final IdSearch search;
  private final RejectedRatings rejected;
  private final Map<Integer, Long> seen;
  private final int userPartitions;

  /**
   * A rule.
   *
   * @param reader reads ratings
   * @param people whom to erase
   * @param rejected which records were
   * @param seen by partition of {@code users.v1}, the offset up to which tombstones are known
   * @param userPartitions partitions of {@code users.v1}
   */
  RatingsRule(
      RatingReader reader,
      People people,
      RejectedRatings rejected,
      Map<Integer, Long> seen,
      int userPartitions) {
    this.reader = reader;
    this.people = people;
    this.search = new IdSearch(people.ids());
    this.rejected = rejected;
    this.seen = seen;
    this.userPartitions = userPartitions;
  }

  @Override
  public Fate fate(ConsumerRecord<byte[], byte[]> record) {
    RatingNames names = RatingNames.of(record, reader, search);
    String rater = names.rater();
    if (rater != null && isErased(rater, record)) {
      return Fate.Plain.ERASED;
    }
    boolean refused = rejected.has(record);
    if (names.others().stream().anyMatch(other -> isErased(other, record))) {
      return rater == null || refused ? Fate.Plain.ERASED : Fate.Plain.UNKEYED;
    }
    return refused ? Fate.Plain.OMITTED : Fate.Plain.KEPT;
  }

  private boolean isErased(String userId, ConsumerRecord<byte[], byte[]> record) {
    return people.covers(userId, record.partition(), record.offset());
  }

  @Override
  public long seen(ConsumerRecord<byte[], byte[]> record) {
    String rater = RatingNames.of(record, reader, search).rater();
    return rater == null ? 0 : seen.getOrDefault(Keys.partition(rater, userPartitions), 0L);
  }
}
