package io.millrace.features.registry;

import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets polled records pass up to the first of each partition of {@code ratings.v1} whose schema
 * cannot be had now. Stateless.
 */
final class SchemaGate {
  private final Predicate<byte[]> decided;

  /**
   * A gate.
   *
   * @param decided whether a value can be read, or refused for good, by now
   */
  SchemaGate(Predicate<byte[]> decided) {
    this.decided = decided;
  }

  /**
   * What became of a poll.
   *
   * @param passed the records up to where they are held, with the offsets that follow them
   * @param held by partition the offset of the first record that is held; empty if all passed
   */
  record Passage(ConsumerRecords<byte[], byte[]> passed, Map<TopicPartition, Long> held) {}

  /** Lets pass what may. */
  Passage pass(ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> passed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
    Map<TopicPartition, Long> held = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int cut = cut(partition, records);
      if (cut < records.size()) {
        hold(records.get(cut), cut, partition, next, held);
      }
      if (cut > 0) {
        passed.put(partition, records.subList(0, cut));
      }
    }
    return held.isEmpty()
        ? new Passage(polled, held)
        : new Passage(new ConsumerRecords<>(passed, next), held);
  }

  private int cut(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    if (!partition.topic().equals(Topics.RATINGS.name())) {
      return records.size();
    }
    int passing = 0;
    while (passing < records.size() && decided.test(records.get(passing).value())) {
      passing++;
    }
    return passing;
  }

  private static void hold(
      ConsumerRecord<byte[], byte[]> first,
      int cut,
      TopicPartition partition,
      Map<TopicPartition, OffsetAndMetadata> next,
      Map<TopicPartition, Long> held) {
    held.put(partition, first.offset());
    if (cut == 0) {
      next.remove(partition);
    } else {
      next.put(partition, new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
    }
  }
}
