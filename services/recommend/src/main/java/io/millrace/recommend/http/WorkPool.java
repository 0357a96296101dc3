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
 * <p>A few that come at once may wait, however long each takes (up to {@value #INTERVAL_MILLIS}
 * ms): a page that asks for ten things on a slow machine is no overload. Beyond so many, work is
 * taken only where it will begin within a short limit, by what work has taken of late. And once the
 * queue has not been empty for {@value #INTERVAL_MILLIS} ms it stands: more comes than can be done,
 * and all that would wait, or has waited, for longer than the limit is refused, until nothing has
 * been for as long. So those that are answered are answered soon, however many ask (after the
 * controlled delay of Nichols and Jacobson 2012, as Maurer 2015 has it for queues of requests).
 *
 * <table>
 * <caption>Concurrency</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>lastEmpty, lastLate</td><td>any thread; of two at once either is right</td><td>any thread</td></tr>
 * <tr><td>usual</td><td>workers; of two at once one is lost, of a mean of many</td><td>any thread</td></tr>
 * </table>
 */
public final class WorkPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkPool.class);
  private static final int INTERVAL_MILLIS = 1000;
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);

  /** Share of the newest in the mean of what work takes. */
  private static final double NEWEST = 1.0 / 32;

  /**
   * What may wait.
   *
   * @param queue tasks at most, at least 1
   * @param burst tasks that may wait while the queue does not stand, however long each takes
   * @param longest wait of all others
   */
  public record Limits(int queue, int burst, Duration longest) {}

  private final ThreadPoolExecutor threads;
  private final int workers;
  private final int burst;
  private final long longestWait;
  private final LongSupplier clock;
  private final LongAdder refused = new LongAdder();
  private volatile long lastEmpty;
  private volatile long lastLate;

  /** Nanoseconds that work takes: the mean of the last, the newest weighing most. */
  private volatile double usual;

  /**
   * Starts with no thread.
   *
   * @param name of the threads
   * @param workers threads, at least 1
   */
  public WorkPool(String name, int workers, Limits limits) {
    this(name, workers, limits, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param clock nanoseconds
   */
  WorkPool(String name, int workers, Limits limits, LongSupplier clock) {
    this.workers = workers;
    this.burst = limits.burst();
    this.longestWait = Math.min(INTERVAL, limits.longest().toNanos());
    this.clock = clock;
    this.lastEmpty = clock.getAsLong();
    this.lastLate = lastEmpty - INTERVAL;
    threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.queue()),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs the work on a thread of the pool.
   *
   * @return fails with what the work throws, and with {@link ErrorCode#OVERLOADED} if the queue is
   *     full, or if the work would wait too long in it, or has
   */
  public <T> Future<T> submit(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    long submitted = clock.getAsLong();
    if (wouldBeLate(submitted)) {
      refuse(promise);
      return promise.future();
    }
    try {
      threads.execute(() -> begin(work, promise, submitted));
    } catch (RejectedExecutionException e) {
      refuse(promise);
    }
    return promise.future();
  }

  /** Whether what comes now would begin too late. */
  private boolean wouldBeLate(long now) {
    int waiting = threads.getQueue().size();
    if (waiting == 0) {
      lastEmpty = now;
      return false;
    }
    boolean stands = stands(now);
    if (waiting < (stands ? workers : burst) || waiting * usual / workers <= longestWait) {
      return false;
    }
    if (stands) {
      lastLate = now;
    }
    return true;
  }

  private boolean stands(long now) {
    return now - lastEmpty > INTERVAL || now - lastLate < INTERVAL;
  }

  /** Threads at most. */
  public int workers() {
    return workers;
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
    long begun = clock.getAsLong();
    if (threads.getQueue().isEmpty()) {
      lastEmpty = begun;
    }
    if (begun - submitted > (stands(begun) ? longestWait : INTERVAL)) {
      lastLate = begun;
      refuse(promise);
      return;
    }
    run(work, promise);
    double before = usual;
    usual = before + NEWEST * (clock.getAsLong() - begun - before);
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
