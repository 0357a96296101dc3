package io.millrace.features;

import io.millrace.model.feature.Outcome;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures lag and rate once a second, in a thread of its own; readers at any time. */
final class ProgressWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1000;

  private final FeatureMetrics metrics;
  private final LagWatch features;
  private final @Nullable LagWatch experiments;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("features-watch").factory());
  private volatile double rate;
  private long eventsBefore;
  private long nanosBefore = System.nanoTime();

  /**
   * Not started.
   *
   * @param experiments null where they are not counted
   */
  ProgressWatch(FeatureMetrics metrics, LagWatch features, @Nullable LagWatch experiments) {
    this.metrics = metrics;
    this.features = features;
    this.experiments = experiments;
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
      features.measure();
      if (experiments != null) {
        experiments.measure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  FeatureProgress progress() {
    return progress(metrics, features.lag(), rate);
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
