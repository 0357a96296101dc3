package io.millrace.trainer.service;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** How far the topics a training learns from have been read. Thread-safe. */
final class SourceOffsets {
  private static final Duration OFFSETS_TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  private final KafkaSettings kafka;
  private final TopicFollower follower;
  private final Set<String> topics;

  /**
   * Of a follower.
   *
   * @param topics that it reads, all of them
   */
  SourceOffsets(KafkaSettings kafka, TopicFollower follower, Set<String> topics) {
    this.kafka = kafka;
    this.follower = follower;
    this.topics = Set.copyOf(topics);
  }

  /**
   * Waits until everything that is on the topics now has been read.
   *
   * @param givenUp ends the wait
   * @throws KafkaException if the cluster does not say how much there is
   */
  void awaitPresent(BooleanSupplier givenUp) throws InterruptedException {
    for (Map.Entry<TopicPartition, Long> end : ends().entrySet()) {
      TopicPartition at = end.getKey();
      while (!givenUp.getAsBoolean()
          && follower.position(at.topic(), at.partition()) < end.getValue()) {
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private Map<TopicPartition, Long> ends() {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.consumer("trainer-offsets", true))) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic, OFFSETS_TIMEOUT).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions, OFFSETS_TIMEOUT);
    }
  }

  /**
   * Offsets that training examples have come on since a snapshot, transaction markers included.
   *
   * @param snapshot "topic-partition" to the offset read up to (exclusive)
   */
  long examplesSince(Map<String, Long> snapshot) {
    String topic = Topics.TRAINING_EXAMPLES.name() + "-";
    return snapshot.entrySet().stream()
        .filter(at -> at.getKey().startsWith(topic))
        .mapToLong(
            at -> {
              int partition = Integer.parseInt(at.getKey().substring(topic.length()));
              return follower.position(Topics.TRAINING_EXAMPLES.name(), partition) - at.getValue();
            })
        .filter(come -> come > 0)
        .sum();
  }
}
