package io.millrace.recommend.fuzz;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown on an event loop where nobody catches it: no client is told, and Vert.x can only
 * log it. Thread-safe.
 */
final class UnhandledFailures implements AutoCloseable {
  /** Where Vert.x says so; kept, since loggers nobody keeps are forgotten. */
  private final Logger logger = Logger.getLogger("io.vertx.core.impl.ContextImpl");

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Handler handler = new Collecting();

  private final class Collecting extends Handler {
    @Override
    public void publish(LogRecord event) {
      Throwable thrown = event.getThrown();
      if (thrown != null) {
        failures.add(thrown);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Listens from now on. */
  UnhandledFailures() {
    logger.addHandler(handler);
  }

  /**
   * Holds that there was none since this was asked last.
   *
   * @throws AssertionError if there was one
   */
  void requireNone() {
    @Nullable Throwable failure = failures.poll();
    if (failure != null) {
      throw new AssertionError("thrown where nobody catches it", failure);
    }
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
