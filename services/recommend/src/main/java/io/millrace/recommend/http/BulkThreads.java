package io.millrace.recommend.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A virtual thread for each import and export, which may wait for its client as long as it wants: a
 * few at once, so that they take nothing from those that ask for a list. One that waits for its
 * key's rate lets others run meanwhile: a slow key would else keep everybody out. Thread-safe.
 */
public final class BulkThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("recommend-bulk-", 0).factory());
  private final Semaphore places;
  private final int atOnce;

  /** So many at once. */
  public BulkThreads(int atOnce) {
    this.atOnce = atOnce;
    this.places = new Semaphore(atOnce, true);
  }

  /**
   * What is run.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Work<T> {
    /** Does it, at a place among those that run. */
    T run(Place place) throws Exception;
  }

  /** A place among those that run, of one thread. */
  public final class Place {
    private boolean taken = true;

    private Place() {}

    /**
     * Waits, and then for a place again; others may run meanwhile.
     *
     * @param time to wait
     * @param longest wait for a place, after that
     * @throws RequestFault {@link ErrorCode#OVERLOADED} if there is none by then
     */
    public void rest(Duration time, Duration longest) throws InterruptedException {
      leave();
      Thread.sleep(time);
      taken = places.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
      if (!taken) {
        throw full();
      }
    }

    private void leave() {
      if (taken) {
        taken = false;
        places.release();
      }
    }
  }

  /**
   * Runs the work on a thread of its own.
   *
   * @return fails with what the work throws, and with {@link ErrorCode#OVERLOADED} if as many run
   *     as may
   */
  <T> Future<T> submit(Work<T> work) {
    Promise<T> promise = Promise.promise();
    if (!takePlace()) {
      promise.fail(full());
      return promise.future();
    }
    Place place = new Place();
    try {
      threads.execute(() -> run(work, place, promise));
    } catch (RejectedExecutionException e) {
      place.leave();
      promise.fail(new RequestFault(ErrorCode.OVERLOADED, "the service stops; try later"));
    }
    return promise.future();
  }

  /** Behind those that have rested and wait for theirs. */
  private boolean takePlace() {
    return !places.hasQueuedThreads() && places.tryAcquire();
  }

  private RequestFault full() {
    return new RequestFault(
        ErrorCode.OVERLOADED,
        "%d imports and exports are running, and no more may; try later".formatted(atOnce));
  }

  private <T> void run(Work<T> work, Place place, Promise<T> promise) {
    try {
      T done = work.run(place);
      place.leave();
      promise.complete(done);
    } catch (InterruptedException e) {
      place.leave();
      Thread.currentThread().interrupt();
      promise.fail(new RequestFault(ErrorCode.OVERLOADED, "the service stops; try later"));
    } catch (Exception e) { // top of thread: told to the caller and logged there
      place.leave();
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
