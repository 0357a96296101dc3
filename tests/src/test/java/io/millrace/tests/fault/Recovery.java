package io.millrace.tests.fault;

import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.load.Pulse;
import io.millrace.tests.rig.Deployment;
import java.time.Duration;

/**
 * Waits until all is well after a fault, and tells how long each part took from the moment its
 * cause was gone: a killed process started again, a paused one went on, a link was up.
 *
 * @param flow until events sent after that had their effect in every partition
 * @param ready until every recommend instance said it was ready
 * @param replicated until every partition had all its replicas in sync
 * @param longestWait of an event for its effect, while the fault lasted and afterwards
 */
record Recovery(Duration flow, Duration ready, Duration replicated, Duration longestWait) {
  private static final long STEP_MILLIS = 50;

  /** What is looked at. */
  record Signs(Cluster cluster, Pulse pulse, AnswerWatch answers) {}

  /** One of them. */
  @FunctionalInterface
  private interface Sign {
    boolean isGiven() throws InterruptedException;
  }

  /**
   * Waits.
   *
   * @param gone when the cause was gone, of {@link System#nanoTime}
   * @throws AssertionError if it does not recover within {@link Deployment#PATIENCE}
   */
  static Recovery await(Signs signs, long gone) throws InterruptedException {
    Duration flow = await("flow", signs, gone, () -> signs.pulse().hasAppliedSince(gone));
    Duration ready = await("readiness", signs, gone, () -> signs.answers().allReadySince(gone));
    Duration replicated = await("replicas in sync", signs, gone, signs.cluster()::isReplicated);
    return new Recovery(flow, ready, replicated, signs.pulse().longestWait());
  }

  private static Duration await(String what, Signs signs, long gone, Sign sign)
      throws InterruptedException {
    while (!sign.isGiven()) {
      if (System.nanoTime() - gone > Deployment.PATIENCE.toNanos()) {
        throw new AssertionError(
            "%s: not within %s%n%s".formatted(what, Deployment.PATIENCE, signs.cluster().story()));
      }
      signs.cluster().revive();
      Thread.sleep(STEP_MILLIS);
    }
    return since(gone);
  }

  @Override
  public String toString() {
    return "events flow after %.1f s (one waited %.1f s), all ready after %.1f s, replicated after %.1f s"
        .formatted(seconds(flow), seconds(longestWait), seconds(ready), seconds(replicated));
  }

  /**
   * Since then.
   *
   * @param nanoTime of {@link System#nanoTime}
   */
  static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
