package io.millrace.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.DownloadListener;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Service;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Replay} in a thread of its own, with health and metrics ({@code millrace_replay_sent},
 * {@code millrace_replay_rows}, {@code millrace_replay_event_time_seconds}). Ready while it sends
 * and when it is done; not ready once it has failed. Thread-safe.
 */
public final class ReplayService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayService.class);

  private final KafkaSettings kafka;
  private final ReplayConfig config;
  private final ReplayProgress listener;
  private final DownloadListener downloads;
  private final CompletableFuture<ReplayReport> result = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ReplayProgress.Status status = new ReplayProgress.Status(0, 0, 0, 0);
  private volatile @Nullable Replay replay;
  private volatile @Nullable Thread thread;

  public ReplayService(KafkaSettings kafka, ReplayConfig config, MeterRegistry meters) {
    this(kafka, config, meters, ReplayProgress.NONE, DownloadListener.NONE);
  }

  /** The same, telling somebody how it and a download before it go. */
  public ReplayService(
      KafkaSettings kafka,
      ReplayConfig config,
      MeterRegistry meters,
      ReplayProgress listener,
      DownloadListener downloads) {
    this.kafka = kafka;
    this.config = config;
    this.listener = listener;
    this.downloads = downloads;
    Gauge.builder("millrace.replay.sent", this, s -> s.status.sent())
        .description("Rows of the data set on the topic")
        .register(meters);
    Gauge.builder("millrace.replay.rows", this, s -> s.status.total())
        .description("Rows to replay")
        .register(meters);
    Gauge.builder("millrace.replay.event.time.seconds", this, s -> s.status.eventTime() / 1000.0)
        .description("Event time of the last rating sent, since the epoch")
        .register(meters);
  }

  @Override
  public String name() {
    return "replay";
  }

  /**
   * Opens the data set (which may download it) and begins to send.
   *
   * @throws DatasetFault if the data set cannot be had
   * @throws UserFault if no broker answers
   */
  @Override
  public void start() {
    Dataset dataset = Replay.open(config, downloads);
    Replay one = new Replay(kafka, dataset, config, new Watch());
    replay = one;
    thread = Thread.ofPlatform().name("replay").start(() -> run(one));
  }

  private void run(Replay one) {
    try {
      result.complete(one.run());
    } catch (InterruptedException e) {
      result.completeExceptionally(e);
    } catch (UserFault | DatasetFault e) {
      LOG.error("Replay failed: {}", e.getMessage());
      result.completeExceptionally(e);
    } catch (RuntimeException e) {
      LOG.error("Replay failed", e);
      result.completeExceptionally(e);
    } finally {
      ended.countDown();
    }
  }

  /**
   * Waits for the end.
   *
   * @return what it did
   * @throws UserFault if it failed by a mistake of the user, as {@link Replay#run} says
   */
  public ReplayReport await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("replay: was interrupted", e.getCause());
    }
  }

  @Override
  public boolean ready() {
    return thread != null && !result.isCompletedExceptionally();
  }

  @Override
  public Map<String, Object> health() {
    ReplayProgress.Status now = status;
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("data", config.data());
    health.put("sent", now.sent());
    health.put("total", now.total());
    health.put("eventsPerSecond", Math.round(now.eventsPerSecond()));
    health.put("eventTime", now.eventTime());
    health.put("done", result.isDone());
    return health;
  }

  @Override
  public void close() {
    Replay running = replay;
    if (running == null) {
      return;
    }
    running.stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the status and passes it on. */
  private final class Watch implements ReplayProgress {
    @Override
    public void reading(String dataset) {
      listener.reading(dataset);
    }

    @Override
    public void catalogueSent(long items, long users) {
      listener.catalogueSent(items, users);
    }

    @Override
    public void resumed(long alreadyThere, long total) {
      listener.resumed(alreadyThere, total);
    }

    @Override
    public void sent(Status now) {
      status = now;
      listener.sent(now);
    }
  }
}
