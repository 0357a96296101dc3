package io.millrace.trainer.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of threads that share loops over examples. What a loop computes must not depend on
 * how it is cut, so that results are the same for every number of threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  /** A part of a loop: indices from (inclusive) to (exclusive). */
  public interface Range {
    void run(int from, int to);
  }

  /**
   * Starts the threads.
   *
   * @param threads at least 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, was " + threads);
    }
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("trainer-", 0).factory());
  }

  /** How many threads there are. */
  public int threads() {
    return threads;
  }

  /** Runs the loop over 0 to n in as many parts as there are threads; returns when all are done. */
  public void forRange(int n, Range body) {
    if (threads == 1) {
      body.run(0, n);
      return;
    }
    List<Future<?>> parts = new ArrayList<>(threads);
    int chunk = (n + threads - 1) / threads;
    for (int from = 0; from < n; from += chunk) {
      int start = from;
      parts.add(pool.submit(() -> body.run(start, Math.min(n, start + chunk))));
    }
    parts.forEach(Workers::await);
  }

  /** Runs the tasks, at most so many at a time as there are threads; returns when all are done. */
  public void runAll(List<? extends Runnable> tasks) {
    List<Future<?>> parts = new ArrayList<>(tasks.size());
    for (Runnable task : tasks) {
      parts.add(pool.submit(task));
    }
    parts.forEach(Workers::await);
  }

  private static void await(Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training: interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
