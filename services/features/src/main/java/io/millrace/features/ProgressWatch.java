package io.millrace.features;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.millrace.model.feature.Outcome;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures lag and rate once a second, in a thread of its own; readers at any time. */
final class ProgressWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);
  private static final long INTERVAL_MILLIS = 1000;

  private final FeatureMetrics metrics;
  private final LagReader lagReader;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("features-watch").factory());
  private final MultiGauge partitions;
  private volatile long lag = -1;
  private volatile double rate;
  private boolean told;
  private long eventsBefore;
  private long nanosBefore = System.nanoTime();

  ProgressWatch(FeatureMetrics metrics, LagReader lagReader, MeterRegistry registry) {
    this.metrics = metrics;
    this.lagReader = lagReader;
    this.partitions =
        MultiGauge.builder("millrace.features.partition.lag")
            .description("Records of a partition not committed yet, by any instance")
            .register(registry);
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::measure, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void measure() {
    long events = progress().valid();
    long nanos = System.nanoTime();
    rate = (events - eventsBefore) * 1e9 / (nanos - nanosBefore);
    eventsBefore = events;
    nanosBefore = nanos;
    try {
      Map<TopicPartition, Long> behind = lagReader.read();
      lag = behind.values().stream().mapToLong(Long::longValue).sum();
      partitions.register(behind.entrySet().stream().map(ProgressWatch::row).toList(), true);
      told = false;
    } catch (RuntimeException e) { // top of the thread: the timer would end without a word
      tell(e);
      lag = -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MultiGauge.Row<?> row(Map.Entry<TopicPartition, Long> behind) {
    TopicPartition at = behind.getKey();
    Tags tags = Tags.of("topic", at.topic(), "partition", Integer.toString(at.partition()));
    return MultiGauge.Row.of(tags, behind.getValue());
  }

  /** The first time at WARN, unless Kafka only has a bad moment. */
  private void tell(RuntimeException fault) {
    if (told || fault instanceof KafkaException) {
      LOG.debug("features: lag is not known", fault);
    } else {
      told = true;
      LOG.warn("features: lag is not known", fault);
    }
  }

  FeatureProgress progress() {
    return progress(metrics, lag, rate);
  }

  static FeatureProgress progress(FeatureMetrics metrics, long lag, double rate) {
    return new FeatureProgress(
        metrics.count(Outcome.ACCEPTED),
        metrics.count(Outcome.REPLACED),
        metrics.count(Outcome.DUPLICATE),
        metrics.count(Outcome.SUPERSEDED),
        metrics.rejected(),
        lag,
        rate);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
