package io.millrace.features.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a stream thread, with a {@link SchemaGate} in it. A partition that is held is
 * rewound to the first record held and left alone for a moment, then read again: its order stays,
 * the thread goes on with its other partitions, commits and heartbeats, and no transaction is held
 * open by the wait. Kafka Streams pauses partitions for reasons of its own; both reasons must be
 * gone before one is read again. One thread.
 */
final class GatedConsumer extends KafkaConsumer<byte[], byte[]> {
  /** How long a held partition is left alone. The registry itself is asked less often. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final SchemaGate gate;
  private final AtomicInteger waiting;
  private final Map<TopicPartition, Long> heldSince = new HashMap<>();

  /** Of those held, what Kafka Streams has paused meanwhile. */
  private final Set<TopicPartition> pausedMeanwhile = new HashSet<>();

  /**
   * A consumer.
   *
   * @param settings as Kafka Streams gives them
   * @param waiting counts the partitions held, of all consumers
   */
  GatedConsumer(Map<String, Object> settings, SchemaGate gate, AtomicInteger waiting) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.gate = gate;
    this.waiting = waiting;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    releaseDue();
    SchemaGate.Passage passage = gate.pass(super.poll(timeout));
    passage.held().forEach(this::hold);
    return passage.passed();
  }

  private void hold(TopicPartition partition, long offset) {
    seek(partition, offset);
    super.pause(List.of(partition));
    heldSince.put(partition, System.nanoTime());
    waiting.incrementAndGet();
  }

  private void releaseDue() {
    if (heldSince.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    Set<TopicPartition> assigned = assignment();
    List<TopicPartition> due =
        heldSince.entrySet().stream()
            .filter(
                held ->
                    now - held.getValue() >= PAUSE.toNanos() || !assigned.contains(held.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(heldSince::remove);
    waiting.addAndGet(-due.size());
    super.resume(
        due.stream().filter(p -> assigned.contains(p) && !pausedMeanwhile.remove(p)).toList());
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    partitions.stream().filter(heldSince::containsKey).forEach(pausedMeanwhile::add);
    super.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    partitions.forEach(pausedMeanwhile::remove);
    super.resume(partitions.stream().filter(p -> !heldSince.containsKey(p)).toList());
  }

  @Override
  public void close() {
    waiting.addAndGet(-heldSince.size());
    heldSince.clear();
    super.close();
  }
}
