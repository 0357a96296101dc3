package io.millrace.standalone.command;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import io.millrace.schemas.TopicCreation;

/**
 * How missing topics are created. Section {@code topics}.
 *
 * @param userPartitions partitions of topics keyed by user
 * @param itemPartitions partitions of topics keyed by item
 * @param replication replicas; -1 for the broker's default
 */
record TopicSettings(
    @AtLeast(1) @AtMost(10_000) int userPartitions,
    @AtLeast(1) @AtMost(10_000) int itemPartitions,
    @AtLeast(-1) @AtMost(100) int replication) {
  TopicSettings {
    if (replication == 0) {
      throw new IllegalArgumentException(
          "replication: must be at least 1, or -1 for the broker's default, was 0");
    }
  }

  TopicCreation creation() {
    return new TopicCreation(userPartitions, itemPartitions, (short) replication);
  }
}
