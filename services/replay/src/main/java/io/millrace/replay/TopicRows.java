package io.millrace.replay;

import io.millrace.runtime.UserFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

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

  /** Offset of the first record of each partition; above 0 where an erasure deleted some. */
  long[] begins() {
    return offsets(consumer.beginningOffsets(partitions));
  }

  /**
   * The newest row of the data set on each partition, {@link RowHeaders#NONE} where there is none.
   * Reads backwards in growing windows, past whatever other producers have written since; to the
   * beginning where an erasure has left copies, which stand behind newer rows.
   *
   * @throws UserFault if rows of another data set of the same name are among what was read
   */
  long[] newest() {
    long[] begins = begins();
    long[] ends = ends();
    long[] newest = new long[partitions.size()];
    for (int partition = 0; partition < newest.length; partition++) {
      newest[partition] = newest(partition, begins[partition], ends[partition]);
    }
    return newest;
  }

  private long newest(int partition, long begin, long end) {
    Newest newest = new Newest();
    long window = FIRST_WINDOW;
    for (long to = end; to > begin && !newest.isCertain(); window *= 4) {
      long from = Math.max(begin, to - window);
      read(partition, from, to, newest);
      to = from;
    }
    return newest.row;
  }

  /** The highest row among records. */
  private final class Newest implements java.util.function.Consumer<Headers> {
    private long row = RowHeaders.NONE;
    private boolean copies;

    @Override
    public void accept(Headers record) {
      if (headers.isNamesake(record)) {
        throw new UserFault(
            ("%s: holds rows of another data set that is called \"%s\" too; replay this one into"
                    + " fresh topics, or give its directory or zip another name")
                .formatted(partitions.getFirst().topic(), headers.name()));
      }
      row = Math.max(row, headers.row(record));
      copies |= RowHeaders.isCopy(record);
    }

    boolean isCertain() {
      return row != RowHeaders.NONE && !copies;
    }
  }

  /** What records at or after the offsets are rows of the plan, by partition. */
  List<RowCount> count(long[] fromOffsets, Plan plan) {
    long[] begins = begins();
    long[] ends = ends();
    List<RowCount> counts = new ArrayList<>();
    for (int partition = 0; partition < partitions.size(); partition++) {
      RowCount count = new RowCount(headers, plan);
      long from = Math.max(begins[partition], fromOffsets[partition]);
      read(partition, from, ends[partition], count);
      counts.add(count);
    }
    return counts;
  }

  /** Reads from (inclusive) to (exclusive); gaps, as transaction markers leave them, are passed. */
  private void read(
      int partition, long from, long to, java.util.function.Consumer<Headers> handler) {
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
          handler.accept(record.headers());
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
}
