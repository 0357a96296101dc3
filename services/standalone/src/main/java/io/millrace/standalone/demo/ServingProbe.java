package io.millrace.standalone.demo;

import io.millrace.runtime.IoReason;
import io.millrace.standalone.check.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
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
   * @param asked told how many requests have begun, those of the warm-up left out
   */
  public Latencies measure(int requests, double perSecond, IntConsumer asked) {
    load(WARM_UP, perSecond, warm -> asked.accept(0));
    return load(requests, perSecond, asked);
  }

  private Latencies load(int requests, double perSecond, IntConsumer asked) {
    Histogram micros = new ConcurrentHistogram(Latencies.histogram());
    Failures failures = new Failures();
    List<CompletableFuture<?>> open = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = begin + (long) (i * 1e9 / perSecond);
      sleepUntil(due);
      open.add(
          api.getLater("/v1/users/" + users.get(i) + "/recommendations?n=10")
              .thenAccept(answer -> record(answer, due, micros, failures)));
      asked.accept(i + 1);
    }
    for (CompletableFuture<?> one : open) {
      try {
        one.join();
      } catch (CompletionException e) {
        failures.add("no answer (%s)".formatted(reason(e)));
      }
    }
    return Latencies.of(micros, failures.reasons());
  }

  private static String reason(CompletionException e) {
    return IoReason.of(e.getCause() == null ? e : e.getCause());
  }

  private static void record(Api.Answer answer, long due, Histogram micros, Failures failures) {
    if (answer.status() == 200) {
      micros.recordValue(Math.min(60_000_000, Math.max(0, (System.nanoTime() - due) / 1000)));
    } else {
      failures.add(answer, "200");
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
