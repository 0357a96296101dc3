package io.millrace.features.erasure;

import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the streams have come that read what erasing deletes. What features have still to read
 * stays. For experiments, which pass over copies, it stays for a while: a like that is not counted
 * matters less than a person who is not erased. One thread.
 */
final class StreamProgress {
  /** From when on experiments were first found behind until nothing waits for them any more. */
  static final Duration LONGEST_WAIT = Duration.ofHours(6);

  private static final Logger LOG = LoggerFactory.getLogger(StreamProgress.class);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
  private static final long NAP_MILLIS = 200;

  private final Cluster cluster;
  private final String features;
  private final @Nullable String experiments;
  private final LongSupplier nanoTime;

  /** When experiments were found behind, and have not been found up to date since; null if not. */
  private @Nullable Long behindSince;

  /**
   * Of these streams.
   *
   * @param features consumer group of the features' topology
   * @param experiments consumer group of the experiments' topology, null where it does not run
   * @param nanoTime a monotonic clock, nanoseconds
   */
  StreamProgress(
      Cluster cluster, String features, @Nullable String experiments, LongSupplier nanoTime) {
    this.cluster = cluster;
    this.features = features;
    this.experiments = experiments;
    this.nanoTime = nanoTime;
  }

  /** Consumer group of the features' topology. */
  String features() {
    return features;
  }

  /** Up to where the features' topology has processed the partitions of a topic. */
  Map<TopicPartition, Long> processed(String topic) throws InterruptedException {
    Map<TopicPartition, Long> committed = cluster.committed(features);
    Map<TopicPartition, Long> processed = new HashMap<>();
    cluster.partitions(topic).forEach(p -> processed.put(p, committed.getOrDefault(p, 0L)));
    return processed;
  }

  /**
   * Returns when the features' topology has processed everything below offsets.
   *
   * @throws KafkaException if it has not within 5 minutes
   */
  void awaitFeatures(Map<TopicPartition, Long> offsets) throws InterruptedException {
    if (!await(features, offsets, LONGEST_LOOK)) {
      throw new KafkaException(
          "%s: has not processed %s yet; tried again later".formatted(features, offsets));
    }
  }

  /**
   * Up to where the experiments' topology has counted those of partitions that it reads from before
   * now.
   */
  Map<TopicPartition, Long> counted(Collection<TopicPartition> partitions)
      throws InterruptedException {
    if (experiments == null) {
      return Map.of();
    }
    Map<TopicPartition, Long> committed = cluster.committed(experiments);
    Map<TopicPartition, Long> counted = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long at = committed.getOrDefault(partition, beginning(experiments, partition));
      if (at < Long.MAX_VALUE) {
        counted.put(partition, at);
      }
    }
    return counted;
  }

  /**
   * As {@link #awaitExperiments}, before a run: if they have counted all of it, they are behind no
   * more.
   */
  boolean awaitAllExperiments(Map<TopicPartition, Long> offsets) throws InterruptedException {
    if (isCounted(offsets)) {
      behindSince = null;
      return true;
    }
    return hadTheirTime(offsets);
  }

  /**
   * Waits until the experiments' topology has counted everything below offsets: for 5 minutes at
   * most, and for {@link #LONGEST_WAIT} in all since it was first found behind.
   *
   * @return whether to go on: it has, or has had its time
   */
  boolean awaitExperiments(Map<TopicPartition, Long> offsets) throws InterruptedException {
    return isCounted(offsets) || hadTheirTime(offsets);
  }

  private boolean isCounted(Map<TopicPartition, Long> offsets) throws InterruptedException {
    return experiments == null
        || await(experiments, offsets, isOverdue() ? Duration.ZERO : LONGEST_LOOK);
  }

  private boolean hadTheirTime(Map<TopicPartition, Long> offsets) {
    if (behindSince == null) {
      behindSince = nanoTime.getAsLong();
    }
    if (isOverdue()) {
      LOG.warn("{}: still has to count {}, erased all the same", experiments, offsets);
      return true;
    }
    LOG.info("{}: has to count {} first, the erasure waits for it", experiments, offsets);
    return false;
  }

  private boolean isOverdue() {
    return behindSince != null && nanoTime.getAsLong() - behindSince >= LONGEST_WAIT.toNanos();
  }

  private boolean await(String group, Map<TopicPartition, Long> offsets, Duration longest)
      throws InterruptedException {
    long start = nanoTime.getAsLong();
    while (!isProcessed(group, offsets)) {
      if (nanoTime.getAsLong() - start >= longest.toNanos()) {
        return false;
      }
      Thread.sleep(NAP_MILLIS);
    }
    return true;
  }

  private boolean isProcessed(String group, Map<TopicPartition, Long> offsets)
      throws InterruptedException {
    Map<TopicPartition, Long> committed = cluster.committed(group);
    return offsets.entrySet().stream()
        .allMatch(
            wanted ->
                committed.getOrDefault(wanted.getKey(), beginning(group, wanted.getKey()))
                    >= wanted.getValue());
  }

  /**
   * Where a group stands that has committed nothing: at the beginning; experiments at the end of
   * ratings, of which they read those only that come after they began.
   */
  private long beginning(String group, TopicPartition partition) {
    return group.equals(experiments) && partition.topic().equals(Topics.RATINGS.name())
        ? Long.MAX_VALUE
        : 0;
  }
}
