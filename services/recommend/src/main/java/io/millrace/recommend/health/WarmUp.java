package io.millrace.recommend.health;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries that a replica asks itself once it could answer, before it says that it is ready: their
 * code is compiled and what they read is in the caches when others ask. It is bounded in number and
 * time, and a query that fails ends it, for readiness must not hang on it. Thread-safe.
 */
public final class WarmUp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final int QUERIES = 1000;
  private static final long LOOK_MILLIS = 20;

  private final Duration longest;
  private final BooleanSupplier canAnswer;
  private final Supplier<Set<String>> users;
  private final Consumer<String> ask;
  private final Thread thread = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::run);
  private volatile boolean done;

  /**
   * A warm-up, not started.
   *
   * @param longest of all queries together; zero for none
   * @param canAnswer from when on it may ask
   * @param users whom it asks for; asked when that is so
   * @param ask one query for one of them
   */
  public WarmUp(
      Duration longest,
      BooleanSupplier canAnswer,
      Supplier<Set<String>> users,
      Consumer<String> ask) {
    this.longest = longest;
    this.canAnswer = canAnswer;
    this.users = users;
    this.ask = ask;
    this.done = longest.isZero();
  }

  /** Begins to wait until it may ask. */
  public void start() {
    if (!done) {
      thread.start();
    }
  }

  /** Whether it has asked all it will. */
  public boolean done() {
    return done;
  }

  private void run() {
    try {
      while (!canAnswer.getAsBoolean()) {
        Thread.sleep(LOOK_MILLIS);
      }
      askAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("a query of the warm-up failed; it ends here", e);
    } finally {
      done = true;
    }
  }

  /** Each user once in a round, and again where there are few. */
  private void askAll() {
    long start = System.nanoTime();
    int asked = 0;
    Set<String> known = users.get();
    while (!known.isEmpty() && asked < QUERIES) {
      for (String user : known) {
        if (asked == QUERIES || isOver(start)) {
          log.info("warmed up by {} queries", asked);
          return;
        }
        ask.accept(user);
        asked++;
      }
    }
  }

  private boolean isOver(long start) {
    return System.nanoTime() - start > longest.toNanos() || Thread.currentThread().isInterrupted();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
