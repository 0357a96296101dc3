package io.millrace.tests.fault;

import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.load.Pulse;
import java.time.Duration;

/**
 * Waits until all is well after a fault, and tells how long each part took from the moment it
 * struck.
 *
 * @param flow until events sent after it had their effect in every partition
 * @param ready until every recommend instance said it was ready
 * @param replicated until every partition had all its replicas in sync
 */
public record Recovery(Duration flow, Duration ready, Duration replicated) {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final long STEP_MILLIS = 50;

  /** What is looked at. */
  public record Signs(Cluster cluster, Pulse pulse, AnswerWatch answers) {}

  /** One of them. */
  @FunctionalInterface
  private interface Sign {
    boolean isGiven() throws InterruptedException;
  }

  /**
   * Waits.
   *
   * @param struck when it struck, of {@link System#nanoTime}
   * @throws AssertionError if it does not recover within {@link #LONGEST}
   */
  static Recovery await(Signs signs, long struck) throws InterruptedException {
    Duration flow = await("flow", signs, struck, () -> signs.pulse().hasAppliedSince(struck));
    Duration ready = await("readiness", signs, struck, signs.answers()::allReady);
    Duration replicated = await("replicas in sync", signs, struck, signs.cluster()::isReplicated);
    return new Recovery(flow, ready, replicated);
  }

  private static Duration await(String what, Signs signs, long struck, Sign sign)
      throws InterruptedException {
    while (!sign.isGiven()) {
      if (System.nanoTime() - struck > LONGEST.toNanos()) {
        throw new AssertionError(
            "%s: not within %s%n%s".formatted(what, LONGEST, signs.cluster().story()));
      }
      signs.cluster().revive();
      Thread.sleep(STEP_MILLIS);
    }
    return Duration.ofNanos(System.nanoTime() - struck);
  }

  @Override
  public String toString() {
    return "events flow after %.1f s, all ready after %.1f s, replicated after %.1f s"
        .formatted(seconds(flow), seconds(ready), seconds(replicated));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
