package io.millrace.features.erasure;

import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets brokers compact what deletions have made void, on topics with rows of people and on the
 * stream's own. They compact, and purge, no segment that is still written to, and a quiet topic
 * begins no other; so the segments are rolled for them.
 *
 * <p>A row goes with the first compaction after its tombstone, the tombstone, whose key has the id
 * too, with one that comes {@code delete.retention.ms} after that. Hence every run rolls as long as
 * {@code users.v1} has a tombstone, which outlasts those of the other topics. One thread.
 */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private static final List<String> TABLES =
      List.of(
          Topics.USERS.name(),
          Topics.USER_FEATURES.name(),
          Topics.USER_ITEMS.name(),
          Topics.TRAINING_EXAMPLES.name());

  private final Cluster cluster;
  private final Set<String> internalTopics;
  private final SegmentRoll segments;

  /**
   * What can be compacted now.
   *
   * @param internalTopics changelogs and repartition topics; those that are not there yet are left
   *     out
   */
  Compaction(Cluster cluster, Set<String> internalTopics) {
    this.cluster = cluster;
    this.internalTopics = Set.copyOf(internalTopics);
    this.segments = new SegmentRoll(cluster);
  }

  /**
   * One run. May break off anywhere and be run again.
   *
   * @return whether there was a tombstone, and so something to do
   * @throws KafkaException if brokers fail it
   */
  boolean run() throws InterruptedException {
    if (!somebodyIsDeleted()) {
      return false;
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics()) {
      segments.repair(topic);
      partitions.addAll(cluster.partitions(topic));
    }
    segments.roll(partitions);
    LOG.info("erasure: {} partitions can be compacted", partitions.size());
    return true;
  }

  private boolean somebodyIsDeleted() throws InterruptedException {
    List<TopicPartition> partitions = cluster.partitions(Topics.USERS.name());
    Map<TopicPartition, Long> starts = cluster.starts(partitions);
    Map<TopicPartition, Long> ends = cluster.ends(partitions);
    AtomicBoolean found = new AtomicBoolean();
    try (PartitionReader reader = new PartitionReader(cluster.consumer())) {
      for (TopicPartition partition : partitions) {
        reader.read(
            partition,
            starts.getOrDefault(partition, 0L),
            ends.getOrDefault(partition, 0L),
            record -> found.compareAndSet(false, record.value() == null));
      }
    }
    return found.get();
  }

  private List<String> topics() throws InterruptedException {
    List<String> topics = new ArrayList<>(TABLES);
    cluster.topics().stream().filter(internalTopics::contains).sorted().forEach(topics::add);
    return topics;
  }
}
