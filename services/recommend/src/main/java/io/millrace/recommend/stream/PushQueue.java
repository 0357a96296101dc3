package io.millrace.recommend.stream;

import io.millrace.recommend.http.WorkPool;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lists to be pushed wait here for their turn on the workers: as many at once as there are workers,
 * so that a new model, which is news to every subscriber, leaves room for those who ask. Holds at
 * most one list of each subscription, see there. Thread-safe.
 */
final class PushQueue {
  private record Push(Callable<String> work, Promise<String> made) {}

  private final WorkPool workers;
  private final Semaphore places;
  private final Queue<Push> waiting = new ConcurrentLinkedQueue<>();

  /** Calls of {@link #next} that have not been seen to: whoever makes it 1 sees to all. */
  private final AtomicInteger calls = new AtomicInteger();

  PushQueue(WorkPool workers) {
    this.workers = workers;
    this.places = new Semaphore(workers.workers());
  }

  /**
   * Makes a message when its turn has come.
   *
   * @return the message; fails with what the work throws, and as {@link WorkPool#submit} does
   */
  Future<String> submit(Callable<String> work) {
    Push push = new Push(work, Promise.promise());
    waiting.add(push);
    next();
    return push.made().future();
  }

  /**
   * Begins what there are places for. A loop, and one thread at a time: what the workers refuse is
   * answered within {@link #begin}, which calls this again, as often as lists are waiting.
   */
  private void next() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      beginWaiting();
      seen = calls.addAndGet(-seen);
    } while (seen > 0);
  }

  private void beginWaiting() {
    while (!waiting.isEmpty() && places.tryAcquire()) {
      begin(waiting.remove());
    }
  }

  private void begin(Push push) {
    workers
        .submit(push.work())
        .onComplete(
            made -> {
              places.release();
              push.made().handle(made);
              next();
            });
  }
}
