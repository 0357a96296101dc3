package io.millrace.features.erasure;

import org.apache.kafka.common.TopicPartition;

/**
 * A part of a partition.
 *
 * @param partition the partition
 * @param from first offset
 * @param to offset after the last
 */
record Stretch(TopicPartition partition, long from, long to) {}
