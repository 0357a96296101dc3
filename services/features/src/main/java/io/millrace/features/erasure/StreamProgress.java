package io.millrace.features.erasure;

import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the streams have come that read what erasing deletes. What one of them has still to read
 * stays: the copy is no substitute, experiments pass over it. One thread.
 */
final class StreamProgress {
  private static final long WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long NAP_MILLIS = 200;

  private final Cluster cluster;
  private final String features;
  private final @Nullable String experiments;

  /**
   * Of these streams.
   *
   * @param features consumer group of the features' topology
   * @param experiments consumer group of the experiments' topology, null where it does not run
   */
  StreamProgress(Cluster cluster, String features, @Nullable String experiments) {
    this.cluster = cluster;
    this.features = features;
    this.experiments = experiments;
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
    await(features, offsets);
  }

  /**
   * Returns when the experiments' topology has counted everything below offsets.
   *
   * @throws KafkaException if it has not within 5 minutes
   */
  void awaitExperiments(Map<TopicPartition, Long> offsets) throws InterruptedException {
    if (experiments != null) {
      await(experiments, offsets);
    }
  }

  private void await(String group, Map<TopicPartition, Long> offsets) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_NANOS;
    while (!isProcessed(group, offsets)) {
      if (System.nanoTime() - deadline > 0) {
        throw new KafkaException(
            "%s: has not processed %s yet; tried again later".formatted(group, offsets));
      }
      Thread.sleep(NAP_MILLIS);
    }
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
