package io.millrace.replay;

import io.millrace.runtime.UserFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads which rows of a data set are on a topic. One thread; the consumer is its caller's. */
final class TopicRows {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long FIRST_WINDOW = 1_000;

  private final Consumer<byte[], byte[]> consumer;
  private final RowHeaders headers;
  private final List<TopicPartition> partitions;

  /**
   * A reader of one topic.
   *
   * @throws UserFault if the topic does not exist
   */
  TopicRows(Consumer<byte[], byte[]> consumer, String topic, RowHeaders headers) {
    this.consumer = consumer;
    this.headers = headers;
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new UserFault(
          "%s: must exist before a replay, does not; run: millrace topics create".formatted(topic));
    }
    this.partitions = new ArrayList<>();
    for (int partition = 0; partition < found.size(); partition++) {
      partitions.add(new TopicPartition(topic, partition));
    }
  }

  int partitions() {
    return partitions.size();
  }

  /** Offset after the last record of each partition. */
  long[] ends() {
    return offsets(consumer.endOffsets(partitions));
  }

  private long[] offsets(Map<TopicPartition, Long> offsets) {
    return partitions.stream().mapToLong(p -> offsets.getOrDefault(p, 0L)).toArray();
  }

  /**
   * The newest row of the data set on each partition, {@link RowHeaders#NONE} where there is none.
   * Reads backwards in growing windows, past whatever other producers have written since.
   */
  long[] newest() {
    long[] begins = offsets(consumer.beginningOffsets(partitions));
    long[] ends = ends();
    long[] newest = new long[partitions.size()];
    for (int partition = 0; partition < newest.length; partition++) {
      newest[partition] = newest(partition, begins[partition], ends[partition]);
    }
    return newest;
  }

  private long newest(int partition, long begin, long end) {
    long window = FIRST_WINDOW;
    for (long to = end; to > begin; ) {
      long from = Math.max(begin, to - window);
      long[] found = {RowHeaders.NONE};
      read(partition, from, to, row -> found[0] = Math.max(found[0], row));
      if (found[0] != RowHeaders.NONE) {
        return found[0];
      }
      to = from;
      window *= 4;
    }
    return RowHeaders.NONE;
  }

  /** How many records at or after the offsets are rows of the plan, by partition. */
  long[] count(long[] fromOffsets, Plan plan) {
    long[] begins = offsets(consumer.beginningOffsets(partitions));
    long[] ends = ends();
    long[] counts = new long[partitions.size()];
    for (int partition = 0; partition < counts.length; partition++) {
      int at = partition;
      long from = Math.max(begins[at], fromOffsets[at]);
      read(at, from, ends[at], row -> counts[at] += isPlanned(row, plan) ? 1 : 0);
    }
    return counts;
  }

  private static boolean isPlanned(long row, Plan plan) {
    return row >= plan.from() && row < plan.end();
  }

  private interface RowHandler {
    void accept(long row);
  }

  /** Reads from (inclusive) to (exclusive); gaps, as transaction markers leave them, are passed. */
  private void read(int partition, long from, long to, RowHandler handler) {
    if (from >= to) {
      return;
    }
    TopicPartition source = partitions.get(partition);
    consumer.assign(List.of(source));
    consumer.seek(source, from);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long at = from; at < to; at = consumer.position(source)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(source)) {
        if (record.offset() < to) {
          handle(record, handler);
        }
      }
      deadline = consumer.position(source) > at ? System.nanoTime() + PATIENCE.toNanos() : deadline;
      if (System.nanoTime() > deadline) {
        throw new UserFault(
            "%s: must be readable up to offset %d, stands at %d for %d s; check the broker"
                .formatted(source, to, at, PATIENCE.toSeconds()));
      }
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> record, RowHandler handler) {
    long row = headers.row(record.headers());
    if (row != RowHeaders.NONE) {
      handler.accept(row);
    }
  }

  /** Offsets of zero for each partition: all that is there. */
  long[] beginning() {
    long[] zeros = new long[partitions.size()];
    Arrays.fill(zeros, 0);
    return zeros;
  }
}
