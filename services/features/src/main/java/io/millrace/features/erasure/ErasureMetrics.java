package io.millrace.features.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Counts what erasing does. Thread-safe. */
public final class ErasureMetrics {
  private final MeterRegistry registry;
  private final Counter people;
  private final Counter failures;
  private final Counter completed;

  /** Meters in a registry. */
  public ErasureMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.people =
        Counter.builder("millrace.features.erasure.people")
            .description("People erased from the append-only topics")
            .register(registry);
    this.failures =
        Counter.builder("millrace.features.erasure.failures")
            .description("Runs that broke off and will be tried again")
            .register(registry);
    this.completed =
        Counter.builder("millrace.features.erasure.completed")
            .description("Runs that ended whole, erasure and compaction")
            .register(registry);
    for (Topic<?> topic : List.of(Topics.RATINGS, Topics.FEEDBACK, Topics.REJECTS)) {
      count("copied", topic.name(), 0);
      count("erased", topic.name(), 0);
    }
  }

  void people(int number) {
    people.increment(number);
  }

  void failed() {
    failures.increment();
  }

  void completed() {
    completed.increment();
  }

  void rewritten(TopicPartition partition, PartitionCopy.Counts counts) {
    count("copied", partition.topic(), counts.copied());
    count("erased", partition.topic(), counts.erased());
  }

  private void count(String fate, String topic, long records) {
    Counter.builder("millrace.features.erasure.records")
        .description("Records of partitions that were written anew")
        .tag("fate", fate)
        .tag("topic", topic)
        .register(registry)
        .increment((double) records);
  }
}
