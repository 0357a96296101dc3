package io.millrace.features;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Of the thousand metrics of Kafka Streams those that say how an instance does, summed over its
 * threads and stores: few series, whatever the number of partitions. Thread-safe.
 */
final class StreamMetrics implements MeterBinder {
  private static final String THREADS = "stream-thread-metrics";
  private static final String STREAM = "stream-metrics";

  private final Tags tags;
  private final KafkaStreams streams;

  /**
   * Those of a stream.
   *
   * @param stream that the meters are tagged with
   */
  StreamMetrics(Tag stream, KafkaStreams streams) {
    this.tags = Tags.of(stream);
    this.streams = streams;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("millrace.features.threads", () -> sum(STREAM, "alive-stream-threads"))
        .description("Stream threads that run")
        .tags(tags)
        .register(registry);
    counter(
        "threads.failed",
        "Stream threads that failed and were replaced",
        STREAM,
        "failed-stream-threads",
        registry);
    counter("commits", "Commits of stream threads", THREADS, "commit-total", registry);
    counter(
        "rebalances",
        "Times that partitions were handed out anew",
        "consumer-coordinator-metrics",
        "rebalance-total",
        registry);
    TimeGauge.builder(
            "millrace.features.commit.latency.max",
            () -> values(THREADS, "commit-latency-max").max().orElse(0),
            TimeUnit.MILLISECONDS)
        .description("Longest commit of the last minute or so")
        .tags(tags)
        .register(registry);
    Gauge.builder(
            "millrace.features.store", () -> sum("stream-state-metrics", "total-sst-files-size"))
        .description("Size of the stores' files")
        .tags(tags)
        .baseUnit("bytes")
        .register(registry);
  }

  private void counter(
      String name, String description, String group, String metric, MeterRegistry registry) {
    FunctionCounter.builder("millrace.features." + name, this, self -> self.sum(group, metric))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private double sum(String group, String name) {
    return values(group, name).sum();
  }

  /** As Kafka has it from each thread or store; what is no number or not known yet is left out. */
  private DoubleStream values(String group, String name) {
    return streams.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .filter(metric -> metric.metricName().group().equals(group))
        .map(metric -> metric.metricValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .filter(Double::isFinite);
  }
}
