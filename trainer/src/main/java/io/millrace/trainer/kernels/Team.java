package io.millrace.trainer.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The caller and some threads that share the blocks of a loop. Whoever is free takes the next
 * block, so a thread that the system has put aside holds up nobody; a step of training has a
 * hundred loops of some microseconds, so waiting threads spin before they park.
 *
 * <p>The caller opens a loop by writing {@code open}, last of its fields. A worker says that it is
 * {@code busy} and only then looks whether a loop is open; the caller closes the loop and only then
 * looks whether any is busy. So either the worker sees that it came too late, or the caller waits.
 *
 * <p>For one calling thread at a time.
 */
final class Team implements AutoCloseable {
  /** About 30 microseconds. */
  private static final int SPINS = 1_000;

  private final List<Worker> workers = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private int blocks;
  private volatile @Nullable Loop open;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads with the caller's, at least 1
   */
  Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    for (int worker = 1; worker < threads; worker++) {
      workers.add(new Worker(worker));
    }
    workers.forEach(worker -> worker.thread.start());
  }

  /** How many threads there are, with the caller's. */
  int threads() {
    return workers.size() + 1;
  }

  /** Runs the blocks from 0 to count - 1; returns when all are done. */
  void run(Loop loop, int count) {
    if (workers.isEmpty() || count < 2) {
      for (int block = 0; block < count; block++) {
        loop.run(block, 0);
      }
      return;
    }
    share(loop, count);
  }

  private void share(Loop loop, int count) {
    blocks = count;
    failure = null; // of a loop that the caller left by an exception of its own
    next.set(0);
    open = loop;
    for (int i = 0; i < workers.size(); i++) {
      workers.get(i).wake();
    }
    try {
      takeBlocks(loop, 0);
    } finally {
      open = null;
      awaitBusy();
    }
    rethrow();
  }

  private void takeBlocks(Loop loop, int worker) {
    for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
      loop.run(block, worker);
    }
  }

  /** A worker that the system has put aside may need this very processor. */
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitBusy() {
    for (int spins = 0; busy.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown == null) {
      return;
    }
    failure = null;
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }

  @Override
  public void close() {
    closed = true;
    workers.forEach(Worker::wake);
    workers.forEach(Worker::join);
  }

  private final class Worker implements Runnable {
    private final int index;
    private final Thread thread;
    private volatile boolean parked;

    Worker(int index) {
      this.index = index;
      this.thread = Thread.ofPlatform().daemon().name("kernels-" + index).unstarted(this);
    }

    @Override
    public void run() {
      while (!closed) {
        if (hasBlocks()) {
          help();
        } else {
          await();
        }
      }
    }

    private void help() {
      busy.incrementAndGet();
      try {
        Loop loop = open;
        if (loop != null) {
          takeBlocks(loop, index);
        }
      } catch (Throwable e) {
        failure = e;
        next.set(Integer.MAX_VALUE / 2);
      } finally {
        busy.decrementAndGet();
      }
    }

    private boolean hasBlocks() {
      return open != null && next.get() < blocks;
    }

    private void await() {
      for (int spins = 0; spins < SPINS; spins++) {
        if (hasBlocks() || closed) {
          return;
        }
        Thread.onSpinWait();
      }
      park();
    }

    private void park() {
      parked = true;
      while (!hasBlocks() && !closed) {
        LockSupport.park(Team.this);
      }
      parked = false;
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    void join() {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
