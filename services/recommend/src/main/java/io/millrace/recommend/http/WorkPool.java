package io.millrace.recommend.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for the work that event loops must not do, with a bounded queue: beyond it, work is
 * refused at once rather than answered too late. Thread-safe.
 *
 * <p>A burst may wait for {@value #INTERVAL_MILLIS} ms, a standing queue must not: once it has not
 * been empty for so long, more comes than can be done, and what has waited longer than a short
 * limit is refused instead of done. So those that are answered are answered soon, however many ask
 * (after the controlled delay of Nichols and Jacobson 2012, as Maurer 2015 has it for queues of
 * requests).
 */
public final class WorkPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkPool.class);
  private static final int INTERVAL_MILLIS = 1000;

  private final ThreadPoolExecutor threads;
  private final long longestWait;
  private final LongSupplier clock;
  private final LongAdder refused = new LongAdder();
  private volatile long lastEmpty;

  /**
   * Starts with no thread.
   *
   * @param name of the threads
   * @param workers threads, at least 1
   * @param queue tasks that may wait, at least 1
   * @param longestWait in a queue that stands
   */
  public WorkPool(String name, int workers, int queue, Duration longestWait) {
    this(name, workers, queue, longestWait, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param clock nanoseconds
   */
  WorkPool(String name, int workers, int queue, Duration longestWait, LongSupplier clock) {
    this.longestWait = longestWait.toNanos();
    this.clock = clock;
    this.lastEmpty = clock.getAsLong();
    threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs the work on a thread of the pool.
   *
   * @return fails with what the work throws, and with {@link ErrorCode#OVERLOADED} if the queue is
   *     full, or if it stands and the work has waited too long in it
   */
  public <T> Future<T> submit(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    long submitted = clock.getAsLong();
    if (threads.getQueue().isEmpty()) {
      lastEmpty = submitted;
    }
    try {
      threads.execute(() -> begin(work, promise, submitted));
    } catch (RejectedExecutionException e) {
      refuse(promise);
    }
    return promise.future();
  }

  /** Tasks that wait. */
  public int waiting() {
    return threads.getQueue().size();
  }

  /** Tasks refused since the start. */
  public long refused() {
    return refused.sum();
  }

  private <T> void begin(Callable<T> work, Promise<T> promise, long submitted) {
    long now = clock.getAsLong();
    if (threads.getQueue().isEmpty()) {
      lastEmpty = now;
    }
    long interval = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
    boolean stands = now - lastEmpty > interval;
    if (now - submitted > (stands ? Math.min(longestWait, interval) : interval)) {
      refuse(promise);
    } else {
      run(work, promise);
    }
  }

  private void refuse(Promise<?> promise) {
    refused.increment();
    promise.fail(
        new RequestFault(
            ErrorCode.OVERLOADED, "more requests are waiting than can be answered; try later"));
  }

  private static <T> void run(Callable<T> work, Promise<T> promise) {
    try {
      promise.complete(work.call());
    } catch (RequestFault e) {
      promise.fail(e);
    } catch (Exception e) { // top of thread: told to the caller and logged there
      promise.fail(e);
    } catch (Error e) {
      LOG.error("work failed", e);
      promise.fail(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
