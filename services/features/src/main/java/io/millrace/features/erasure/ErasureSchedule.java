package io.millrace.features.erasure;

import io.millrace.features.registry.RatingReader;
import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people from time to time, in a thread of its own, on whichever instance is the leader. Two
 * leaders at once, as a rebalance may make, do double work and no harm.
 */
public final class ErasureSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureSchedule.class);

  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_FIRST_DELAY = Duration.ofHours(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final ErasureRound round;
  private final Duration interval;
  private final ErasureMetrics metrics;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("features-erasure").factory());

  /**
   * A schedule that is not started.
   *
   * @param ratings reads ratings
   * @param stream whose topics they are
   * @param settings how often and how fast
   * @param leader whether this instance is the one to do it
   */
  public ErasureSchedule(
      KafkaSettings kafka,
      Admin admin,
      RatingReader ratings,
      StreamSpec stream,
      ErasureSettings settings,
      BooleanSupplier leader,
      ErasureMetrics metrics) {
    String id = stream.applicationId();
    Cluster cluster =
        new KafkaCluster(kafka, admin, Erasure.group(id), stream.transactionTimeout());
    StreamProgress progress =
        new StreamProgress(cluster, id, stream.experimentsId(), System::nanoTime);
    this.round =
        new ErasureRound(
            new Erasure(cluster, ratings, progress, settings.recordsPerSecond(), metrics),
            new Compaction(cluster, stream.internalTopics()),
            leader,
            metrics);
    this.interval = settings.interval();
    this.metrics = metrics;
  }

  /** Begins; with an interval of 0 nothing happens. */
  public void start() {
    if (interval.isPositive()) {
      var _ =
          timer.scheduleWithFixedDelay(
              this::erase,
              firstDelay(interval).toMillis(),
              interval.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** Before a round that goes on with what the one before had to leave. */
  private static Duration pause(Duration interval) {
    return shorter(interval, LONGEST_PAUSE);
  }

  /** An instance that is started anew every day must come to erase all the same. */
  static Duration firstDelay(Duration interval) {
    return shorter(interval, LONGEST_FIRST_DELAY);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void erase() {
    try {
      while (round.run()) {
        Thread.sleep(pause(interval));
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      metrics.failed();
      LOG.warn("erasure: broke off, is tried again in {}", interval, e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("erasure: still busy after {}", CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
