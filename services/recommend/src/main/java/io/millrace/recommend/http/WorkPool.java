package io.millrace.recommend.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for the work that event loops must not do, with a bounded queue: beyond it, work is
 * refused at once rather than answered too late. Thread-safe.
 */
public final class WorkPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkPool.class);

  private final ThreadPoolExecutor threads;

  /**
   * Starts with no thread.
   *
   * @param name of the threads
   * @param workers threads, at least 1
   * @param queue tasks that may wait, at least 1
   */
  public WorkPool(String name, int workers, int queue) {
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
   *     full
   */
  public <T> Future<T> submit(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      threads.execute(() -> run(work, promise));
    } catch (RejectedExecutionException e) {
      promise.fail(
          new RequestFault(
              ErrorCode.OVERLOADED, "more requests are waiting than can be answered; try later"));
    }
    return promise.future();
  }

  /** Tasks that wait. */
  public int waiting() {
    return threads.getQueue().size();
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
