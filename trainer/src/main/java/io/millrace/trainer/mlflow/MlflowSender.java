package io.millrace.trainer.mlflow;

import io.millrace.trainer.MlflowSettings;
import io.millrace.trainer.tracking.RunReport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an MLflow server of trainings, where one is configured. Nothing of it reaches the training:
 * each run is sent by a thread of its own, for so long at most, and what goes wrong is a warning in
 * the log. Thread-safe.
 */
public final class MlflowSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MlflowSender.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MlflowSettings settings;
  private final Duration patience;
  private final Set<Thread> watches = ConcurrentHashMap.newKeySet();

  /** A sender; silent where no server is configured. */
  public MlflowSender(MlflowSettings settings) {
    this(settings, PATIENCE);
  }

  /**
   * A sender.
   *
   * @param patience for a run, all its requests together
   */
  MlflowSender(MlflowSettings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
  }

  /** Sends a run, and returns at once. */
  public void send(RunReport report) {
    if (!settings.enabled()) {
      return;
    }
    Thread sending = Thread.ofVirtual().name("mlflow").start(() -> write(report));
    Thread watch = Thread.ofVirtual().unstarted(() -> watch(sending, report.name()));
    watches.add(watch);
    watch.start();
  }

  private void write(RunReport report) {
    try {
      new MlflowServer(settings).write(new MlflowRun(report));
      log.info("MLflow server {} has been told of {}", settings.uri(), report.name());
    } catch (RuntimeException e) { // top of thread
      log.warn(
          "trainer.mlflow.uri: the server at {} did not take {} ({}); the training is not affected",
          settings.uri(),
          report.name(),
          e.toString());
    }
  }

  /** An interrupt closes the socket that a virtual thread waits at. */
  private void watch(Thread sending, String run) {
    try {
      if (!sending.join(patience)) {
        log.warn(
            "trainer.mlflow.uri: the server at {} did not take {} within {} ms; given up",
            settings.uri(),
            run,
            patience.toMillis());
        sending.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watches.remove(Thread.currentThread());
    }
  }

  /** Waits for what is being sent, no longer than each may take. */
  @Override
  public void close() {
    try {
      for (Thread watch : watches) {
        watch.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
