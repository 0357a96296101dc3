package io.millrace.recommend.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the index finds with exact scoring, for a share of queries, after they were
 * answered: one thread that rests nine times as long as it works, so that it takes a tenth of a
 * core at most, with a short queue; what does not fit is not checked. Thread-safe; never blocks.
 */
public final class IndexCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexCheck.class);
  private static final int QUEUE = 4;
  private static final int REST = 9;

  private final double share;
  private final DoubleSupplier random;
  private final Counter found;
  private final Counter exact;
  private final ThreadPoolExecutor checker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().daemon().name("recommend-index-check").factory());

  /**
   * Checks some.
   *
   * @param share of queries, 0 to 1
   * @param random draws from 0 to 1, the latter excluded
   */
  public IndexCheck(double share, DoubleSupplier random, MeterRegistry meters) {
    this.share = share;
    this.random = random;
    this.found =
        Counter.builder("millrace.recommend.index.check.found")
            .description("Nearest items that the index found, of those checked")
            .register(meters);
    this.exact =
        Counter.builder("millrace.recommend.index.check.exact")
            .description("Nearest items that there were, of those checked")
            .register(meters);
  }

  /**
   * A query was answered.
   *
   * @param recall compares; null where there is no index
   */
  public void offer(Supplier<@Nullable IndexRecall> recall) {
    if (random.getAsDouble() >= share) {
      return;
    }
    try {
      checker.execute(() -> check(recall));
    } catch (RejectedExecutionException e) {
      LOG.trace("more queries are to be checked than there is time for", e);
    }
  }

  private void check(Supplier<@Nullable IndexRecall> recall) {
    long begin = System.nanoTime();
    try {
      @Nullable IndexRecall seen = recall.get();
      if (seen != null) {
        found.increment(seen.found());
        exact.increment(seen.exact());
      }
      LockSupport.parkNanos(REST * (System.nanoTime() - begin));
    } catch (RuntimeException e) { // top of thread: the next query may be checked all the same
      LOG.warn("the index could not be checked", e);
    }
  }

  @Override
  public void close() {
    checker.shutdownNow();
  }
}
