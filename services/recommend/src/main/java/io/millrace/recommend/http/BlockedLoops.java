package io.millrace.recommend.http;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often an event loop was found at one task for too long: every connection of that loop
 * waits then. Under any load there should be none; a machine that gives the process no time also
 * makes some. Thread-safe.
 */
final class BlockedLoops {
  private static final Logger LOG = LoggerFactory.getLogger(BlockedLoops.class);

  private final LongAdder seen = new LongAdder();

  /** Is told from now on, by the checker of these loops, instead of its own log. */
  void watch(Vertx vertx) {
    if (vertx instanceof VertxInternal loops) {
      loops.blockedThreadChecker().setThreadBlockedHandler(this::blocked);
    }
  }

  private void blocked(BlockedThreadEvent event) {
    seen.increment();
    Thread thread = event.thread();
    IllegalStateException where = new IllegalStateException("it was here");
    where.setStackTrace(thread.getStackTrace());
    LOG.warn(
        "{} has been at one task for {} ms",
        thread.getName(),
        TimeUnit.NANOSECONDS.toMillis(event.duration()),
        where);
  }

  /** How often that was seen since the start. */
  long seen() {
    return seen.sum();
  }
}
