package io.millrace.recommend.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A virtual thread for each import and export, which may wait for its client as long as it wants: a
 * few at once, so that they take nothing from those that ask for a list. Thread-safe.
 */
public final class BulkThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("recommend-bulk-", 0).factory());
  private final Semaphore places;
  private final int atOnce;

  /** So many at once. */
  public BulkThreads(int atOnce) {
    this.atOnce = atOnce;
    this.places = new Semaphore(atOnce);
  }

  /**
   * Runs the work on a thread of its own.
   *
   * @return fails with what the work throws, and with {@link ErrorCode#OVERLOADED} if as many run
   *     as may
   */
  <T> Future<T> submit(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    if (!places.tryAcquire()) {
      promise.fail(
          new RequestFault(
              ErrorCode.OVERLOADED,
              "%d imports and exports are running, and no more may; try later".formatted(atOnce)));
      return promise.future();
    }
    try {
      threads.execute(() -> run(work, promise));
    } catch (RejectedExecutionException e) {
      places.release();
      promise.fail(new RequestFault(ErrorCode.OVERLOADED, "the service stops; try later"));
    }
    return promise.future();
  }

  private <T> void run(Callable<T> work, Promise<T> promise) {
    try {
      T done = work.call();
      places.release();
      promise.complete(done);
    } catch (InterruptedException e) {
      places.release();
      Thread.currentThread().interrupt();
      promise.fail(new RequestFault(ErrorCode.OVERLOADED, "the service stops; try later"));
    } catch (Exception e) { // top of thread: told to the caller and logged there
      places.release();
      promise.fail(e);
    }
  }

  /** How many run. */
  public int running() {
    return atOnce - places.availablePermits();
  }

  /** Interrupts those that run. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
