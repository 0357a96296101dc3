package io.millrace.runtime.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.TopicPartition;

/** Measures of each partition that a follower reads how many records there are still to be read. */
public final class FollowerLag {
  private FollowerLag() {}

  /**
   * Measures from when the follower knows its partitions; to be called before it is started.
   *
   * @param name of the gauge, tagged with topic and partition
   */
  public static void measure(TopicFollower follower, String name, MeterRegistry meters) {
    follower.onPartition(partition -> register(follower, name, partition, meters));
  }

  private static void register(
      TopicFollower follower, String name, TopicPartition partition, MeterRegistry meters) {
    Gauge.builder(name, follower, reading -> reading.lag(partition))
        .description("Records of a partition still to be read")
        .tag("topic", partition.topic())
        .tag("partition", Integer.toString(partition.partition()))
        .register(meters);
  }
}
