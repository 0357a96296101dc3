package io.millrace.recommend.watch;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Tells drift of the generation that serves, one telling after the other: of two swaps soon after
 * each other the later looks later, so what drift hears last is what serves. Thread-safe.
 */
public final class DriftReference {
  private final Drift drift;
  private final Supplier<String> serving;
  private final Supplier<List<String>> mostPopular;
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * For a service.
   *
   * @param serving the generation that serves, or the one that it is laid over
   * @param mostPopular the catalogue's items in order of popularity
   */
  public DriftReference(Drift drift, Supplier<String> serving, Supplier<List<String>> mostPopular) {
    this.drift = drift;
    this.serving = serving;
    this.mostPopular = mostPopular;
  }

  /**
   * To be called after each swap. Takes a look at each item, which the thread that swaps must not
   * wait for.
   */
  public void renew() {
    turn.lock();
    try {
      drift.serves(serving.get(), mostPopular.get());
    } finally {
      turn.unlock();
    }
  }
}
