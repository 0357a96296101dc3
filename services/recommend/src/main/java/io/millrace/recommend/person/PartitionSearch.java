package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topic.Cleanup;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The search of one partition for a person's records, up to where it ends when the search begins.
 * Of a table only the newest row of each key counts, and comes at the end. One thread.
 */
final class PartitionSearch {
  /** A line so often, whatever is found: whoever reads must not take the connection for dead. */
  private static final Duration SIGN = Duration.ofSeconds(2);

  private final Topic<?> topic;
  private final TopicPartition partition;
  private final PersonFilter filter;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
  private long end;
  private long told;
  private long toldAt = System.nanoTime();

  PartitionSearch(Topic<?> topic, TopicPartition partition, PersonFilter filter) {
    this.topic = topic;
    this.partition = partition;
    this.filter = filter;
  }

  TopicPartition partition() {
    return partition;
  }

  /**
   * The search begins: what was before is no more, what comes after the end is not looked at.
   *
   * @param end taken now, and not before other partitions were searched: erasing moves records of
   *     others to the end of a partition
   */
  void begins(long start, long end) {
    this.end = end;
    tells(start);
  }

  private void tells(long offset) {
    told = offset;
    toldAt = System.nanoTime();
  }

  /** Whether everything has been looked at when everything below a position has. */
  boolean isDoneAt(long position) {
    return position >= end;
  }

  /** Looks at the next record; adds what it makes known. */
  void read(ConsumerRecord<byte[], byte[]> record, Collection<ObjectNode> lines) {
    if (record.offset() >= end || !filter.takes(topic, record)) {
      return;
    }
    if (topic.cleanup() == Cleanup.COMPACT) {
      replace(record);
    } else if (record.value() != null) {
      lines.add(PersonLine.record(topic, record));
    }
  }

  private void replace(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    rows.remove(key);
    if (record.value() != null) {
      rows.put(key, PersonLine.record(topic, record));
    }
  }

  /**
   * Everything below a position has been looked at.
   *
   * @param lines gets what this makes known
   * @return whether that is all
   */
  boolean reached(long position, Collection<ObjectNode> lines) {
    boolean done = isDoneAt(position);
    if (done) {
      lines.addAll(rows.values());
    }
    if (done || System.nanoTime() - toldAt > SIGN.toNanos()) {
      lines.add(PersonLine.searched(partition, told, Math.min(position, end)));
      tells(position);
    }
    return done;
  }
}
