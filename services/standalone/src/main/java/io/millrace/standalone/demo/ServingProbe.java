package io.millrace.standalone.demo;

import io.millrace.standalone.check.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Latency of recommendations over HTTP, open loop: requests begin at their time whether or not
 * earlier ones have been answered, and are timed from then.
 */
public final class ServingProbe {
  private static final int USERS = 50;
  private static final int WARM_UP = 300;

  private final Api api;
  private final ProbeUsers users;

  /**
   * Creates the users that ask.
   *
   * @param seed of their histories
   */
  public static ServingProbe create(Api api, long seed) throws InterruptedException {
    return new ServingProbe(
        api, ProbeUsers.create(api, "serving", USERS, new SplittableRandom(seed)));
  }

  private ServingProbe(Api api, ProbeUsers users) {
    this.api = api;
    this.users = users;
  }

  /**
   * Measures, after a warm-up at the same rate.
   *
   * @param requests how many
   * @param perSecond at which rate, greater than 0
   */
  public Latencies measure(int requests, double perSecond) {
    load(WARM_UP, perSecond);
    return load(requests, perSecond);
  }

  private Latencies load(int requests, double perSecond) {
    Histogram micros = new ConcurrentHistogram(Latencies.histogram());
    AtomicLong failures = new AtomicLong();
    List<CompletableFuture<?>> open = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = begin + (long) (i * 1e9 / perSecond);
      sleepUntil(due);
      open.add(
          api.getLater("/v1/users/" + users.get(i) + "/recommendations?n=10")
              .thenAccept(answer -> record(answer, due, micros, failures)));
    }
    for (CompletableFuture<?> one : open) {
      try {
        one.join();
      } catch (CompletionException e) {
        failures.incrementAndGet();
      }
    }
    return Latencies.of(micros, failures.get());
  }

  private static void record(Api.Answer answer, long due, Histogram micros, AtomicLong failures) {
    if (answer.status() == 200) {
      micros.recordValue(Math.min(60_000_000, Math.max(0, (System.nanoTime() - due) / 1000)));
    } else {
      failures.incrementAndGet();
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
