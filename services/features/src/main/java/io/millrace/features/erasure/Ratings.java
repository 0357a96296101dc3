package io.millrace.features.erasure;

import io.millrace.features.registry.RatingReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code ratings.v1} holds of people to be erased.
 *
 * @param concerned partitions with records that name them
 * @param ends by partition the offset up to which was looked
 * @param stale copies that were made before their tombstone was known
 */
record Ratings(
    List<TopicPartition> concerned, Map<TopicPartition, Long> ends, List<StaleCopy> stale) {
  /** A copy that may have been appended after its user's tombstone had been processed. */
  record StaleCopy(String userId, int partition, long offset) {}

  /** Looks through stretches. */
  static Ratings scan(
      PartitionReader reader, RatingReader ratings, People people, List<Stretch> stretches) {
    Set<TopicPartition> concerned = new HashSet<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    List<StaleCopy> stale = new ArrayList<>();
    IdSearch search = new IdSearch(people.ids());
    for (Stretch stretch : stretches) {
      ends.put(stretch.partition(), stretch.from());
      reader.read(
          stretch.partition(),
          stretch.from(),
          stretch.to(),
          record -> {
            ends.put(stretch.partition(), record.offset() + 1);
            RatingNames names = RatingNames.of(record, ratings, search);
            String rater = names.rater();
            if (names.others().stream().anyMatch(people::contains)) {
              concerned.add(stretch.partition());
            }
            if (rater != null && people.contains(rater)) {
              concerned.add(stretch.partition());
              if (isStale(record, people.tombstones().getOrDefault(rater, 0L))) {
                stale.add(new StaleCopy(rater, record.partition(), record.offset()));
              }
            }
          });
    }
    return new Ratings(List.copyOf(concerned), Map.copyOf(ends), List.copyOf(stale));
  }

  private static boolean isStale(ConsumerRecord<byte[], byte[]> record, long tombstone) {
    CopyMark mark = CopyMark.of(record);
    return mark != null && mark.seen() <= tombstone;
  }

  /** People whom the topology knows again by such a copy, and not because they came back. */
  Set<String> revived(People since) {
    Set<String> revived = new HashSet<>();
    for (StaleCopy copy : stale) {
      if (copy.offset() >= since.since(copy.userId(), copy.partition())) {
        revived.add(copy.userId());
      }
    }
    return revived;
  }
}
