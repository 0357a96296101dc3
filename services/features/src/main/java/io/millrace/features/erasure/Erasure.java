package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.registry.RatingReader;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people from {@code ratings.v1}, {@code feedback.v1} and {@code rejects.v1}, which nothing
 * compacts: the records before a moment are copied to the end without theirs, then everything
 * before that moment is deleted. Nothing stops meanwhile. {@code
 * docs/decisions/0006-erasing-a-person.md} tells why that is right. One thread.
 */
final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private final Cluster cluster;
  private final RatingReader ratingReader;
  private final StreamProgress progress;
  private final int recordsPerSecond;
  private final ErasureMetrics metrics;
  private final SegmentRoll segments;

  /** What a run came to. */
  enum Outcome {
    /** Nobody was to be erased. */
    NOTHING,
    /** Everybody was erased who had been deleted when the run began. */
    ERASED,
    /** Somebody was deleted while an earlier run copied them, and is deleted once more first. */
    AGAIN,
    /** Experiments have still to count some of what would go, and have time left for it. */
    BEHIND
  }

  /**
   * What can be erased now.
   *
   * @param ratingReader reads ratings; where it needs a registry that does not answer, a run fails
   * @param progress of the streams; what they have not processed is not touched
   * @param recordsPerSecond most copies per second, at least 1
   */
  Erasure(
      Cluster cluster,
      RatingReader ratingReader,
      StreamProgress progress,
      int recordsPerSecond,
      ErasureMetrics metrics) {
    this.cluster = cluster;
    this.ratingReader = ratingReader;
    this.progress = progress;
    this.recordsPerSecond = recordsPerSecond;
    this.metrics = metrics;
    this.segments = new SegmentRoll(cluster);
  }

  /** Consumer group whose offsets on {@code users.v1} say which tombstones have been dealt with. */
  static String group(String applicationId) {
    return applicationId + "-erasure";
  }

  /**
   * One run. May break off anywhere and be run again.
   *
   * @throws KafkaException if brokers fail it
   */
  Outcome run() throws InterruptedException {
    try (PartitionReader reader = new PartitionReader(cluster.consumer())) {
      Map<TopicPartition, Long> known = progress.processed(Topics.USERS.name());
      People people = People.of(tombstones(reader, known));
      if (!people.ids().isEmpty()) {
        for (String topic : List.of(ratings(), Topics.FEEDBACK.name(), Topics.REJECTS.name())) {
          segments.repair(topic);
        }
        Outcome outcome =
            experimentsAreThere(reader) ? erase(reader, people, known) : Outcome.BEHIND;
        if (outcome != Outcome.ERASED) {
          return outcome;
        }
        metrics.people(people.ids().size());
      }
      // Also where nothing is new: commits expire.
      cluster.commit(group(progress.features()), known);
      return people.ids().isEmpty() ? Outcome.NOTHING : Outcome.ERASED;
    }
  }

  private static String ratings() {
    return Topics.RATINGS.name();
  }

  /** Tombstones that the topology has processed and no run has dealt with. */
  private Map<String, Long> tombstones(PartitionReader reader, Map<TopicPartition, Long> known)
      throws InterruptedException {
    Map<TopicPartition, Long> done = cluster.committed(group(progress.features()));
    Map<TopicPartition, Long> starts = cluster.starts(known.keySet());
    Map<String, Long> tombstones = new HashMap<>();
    known.forEach(
        (partition, to) -> {
          long from =
              Math.max(starts.getOrDefault(partition, 0L), done.getOrDefault(partition, 0L));
          reader.read(
              partition,
              from,
              to,
              record -> {
                if (record.value() == null && record.key() != null) {
                  tombstones.merge(new String(record.key(), UTF_8), record.offset(), Math::max);
                }
              });
        });
    return tombstones;
  }

  /** Asked before anything is rolled, which would be in vain where they are far behind. */
  private boolean experimentsAreThere(PartitionReader reader) throws InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>(cluster.partitions(ratings()));
    partitions.addAll(cluster.partitions(Topics.FEEDBACK.name()));
    Map<TopicPartition, Long> counted = progress.counted(partitions);
    cluster
        .starts(counted.keySet())
        .forEach((partition, start) -> counted.merge(partition, start, Math::max));
    return progress.awaitAllExperiments(
        lastRecords(reader, counted, cluster.ends(counted.keySet())));
  }

  private Outcome erase(PartitionReader reader, People people, Map<TopicPartition, Long> known)
      throws InterruptedException {
    Ratings found = Ratings.scan(reader, ratingReader, people, stretches(ratings()));
    Map<TopicPartition, Long> cuts = cut(found.concerned());
    Map<TopicPartition, Long> last = lastRecords(reader, found.ends(), cuts);
    progress.awaitFeatures(last);
    if (!progress.awaitExperiments(last)) {
      return Outcome.BEHIND;
    }
    People since = people.returned(returned(reader, people));
    Set<String> revived = found.revived(since);
    if (!revived.isEmpty()) {
      LOG.info("erasure: {} people came back by copies, they are deleted again", revived.size());
      progress.awaitFeatures(deleteAgain(revived));
      return Outcome.AGAIN;
    }
    LOG.info("erasure: people={} partitions={} offsets={}", people.ids().size(), cuts.size(), cuts);
    rewrite(
        reader,
        cuts,
        new RatingsRule(ratingReader, since, rejected(reader), offsets(known), known.size()));
    FeedbackRule feedback = new FeedbackRule(since);
    Map<TopicPartition, Long> toErase = concerned(reader, Topics.FEEDBACK.name(), feedback);
    Map<TopicPartition, Long> feedbackCuts = cut(toErase.keySet());
    if (!progress.awaitExperiments(lastRecords(reader, toErase, feedbackCuts))) {
      return Outcome.BEHIND;
    }
    rewrite(reader, feedbackCuts, feedback);
    RejectsRule rejects = new RejectsRule(ratingReader, since);
    rewrite(reader, cut(concerned(reader, Topics.REJECTS.name(), rejects).keySet()), rejects);
    return Outcome.ERASED;
  }

  private static Map<Integer, Long> offsets(Map<TopicPartition, Long> known) {
    Map<Integer, Long> offsets = new HashMap<>();
    known.forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return offsets;
  }

  private List<Stretch> stretches(String topic) throws InterruptedException {
    List<TopicPartition> partitions = cluster.partitions(topic);
    Map<TopicPartition, Long> starts = cluster.starts(partitions);
    Map<TopicPartition, Long> ends = cluster.ends(partitions);
    return partitions.stream()
        .map(p -> new Stretch(p, starts.getOrDefault(p, 0L), ends.getOrDefault(p, 0L)))
        .toList();
  }

  private Map<TopicPartition, Long> cut(Collection<TopicPartition> partitions)
      throws InterruptedException {
    return partitions.isEmpty() ? Map.of() : segments.roll(List.copyOf(partitions));
  }

  /**
   * By partition the offset after the last record below its cut.
   *
   * @param read by partition the offset after the last record that was read before
   */
  private static Map<TopicPartition, Long> lastRecords(
      PartitionReader reader, Map<TopicPartition, Long> read, Map<TopicPartition, Long> cuts) {
    Map<TopicPartition, Long> last = new HashMap<>();
    cuts.forEach(
        (partition, cut) -> {
          long[] after = {read.getOrDefault(partition, 0L)};
          reader.read(partition, after[0], cut, record -> after[0] = record.offset() + 1);
          last.put(partition, after[0]);
        });
    return last;
  }

  /** Where the new life of people begins who have ratings again: what stands after the erasure. */
  private Map<People.Place, Long> returned(PartitionReader reader, People people)
      throws InterruptedException {
    Map<String, UserItem> rows = new HashMap<>();
    for (Stretch stretch : stretches(Topics.USER_ITEMS.name())) {
      reader.read(
          stretch.partition(),
          stretch.from(),
          stretch.to(),
          record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
              rows.remove(key);
            } else if (people.contains(Keys.first(key))) {
              rows.putIfAbsent(key, Topics.USER_ITEMS.codec().decode(record.value()));
            }
          });
    }
    Map<People.Place, Long> since = new HashMap<>();
    rows.values()
        .forEach(
            row ->
                since.merge(
                    new People.Place(row.getUserId(), row.getPartition()),
                    row.getOffset(),
                    Math::min));
    return since;
  }

  private Map<TopicPartition, Long> deleteAgain(Set<String> people) throws InterruptedException {
    int partitions = cluster.partitions(Topics.USERS.name()).size();
    Map<TopicPartition, Long> sent = new HashMap<>();
    try (Producer<byte[], byte[]> producer = cluster.producer()) {
      for (String id : people) {
        TopicPartition home =
            new TopicPartition(Topics.USERS.name(), Keys.partition(id, partitions));
        sent.merge(home, producer.send(tombstone(home, id)).get().offset() + 1, Math::max);
      }
    } catch (ExecutionException e) {
      throw new KafkaException("a tombstone was not taken", e.getCause());
    }
    return sent;
  }

  /** Stamped with the wall clock by the producer: it comes after every rating sent before it. */
  private static ProducerRecord<byte[], byte[]> tombstone(TopicPartition home, String id) {
    byte @Nullable [] nothing = null;
    return new ProducerRecord<>(home.topic(), home.partition(), id.getBytes(UTF_8), nothing);
  }

  private RejectedRatings rejected(PartitionReader reader) throws InterruptedException {
    RejectedRatings rejected = new RejectedRatings();
    for (Stretch stretch : stretches(Topics.REJECTS.name())) {
      reader.read(stretch.partition(), stretch.from(), stretch.to(), rejected::accept);
    }
    return rejected;
  }

  /** Those partitions of a topic that have something to erase, with the offset after the last. */
  private Map<TopicPartition, Long> concerned(PartitionReader reader, String topic, Rule rule)
      throws InterruptedException {
    Map<TopicPartition, Long> concerned = new HashMap<>();
    for (Stretch stretch : stretches(topic)) {
      reader.read(
          stretch.partition(),
          stretch.from(),
          stretch.to(),
          record -> {
            if (rule.fate(record).calls()) {
              concerned.put(stretch.partition(), record.offset() + 1);
            }
          });
    }
    return concerned;
  }

  private void rewrite(PartitionReader reader, Map<TopicPartition, Long> cuts, Rule rule)
      throws InterruptedException {
    if (cuts.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> starts = cluster.starts(cuts.keySet());
    try (Producer<byte[], byte[]> producer = cluster.producer()) {
      PartitionCopy copy =
          new PartitionCopy(reader, producer, new Pace(recordsPerSecond, System::nanoTime));
      cuts.forEach(
          (partition, cut) -> {
            PartitionCopy.Counts counts =
                copy.copy(partition, starts.getOrDefault(partition, 0L), cut, rule);
            metrics.rewritten(partition, counts);
            LOG.info(
                "erasure: partition={} below={} copied={} erased={}",
                partition,
                cut,
                counts.copied(),
                counts.erased());
          });
    }
    cluster.deleteBelow(cuts);
  }
}
