package io.millrace.fuzzing;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * With an input that goes on: so much of this process' own computing, or so much time where it
 * computes nothing and waits. A busy machine or a stopped process is no reason to lose it. One
 * thread.
 */
final class Patience {
  /** Most of either engine, in time. Far more than any input takes on a machine with work to do. */
  static final Duration WAITING = Duration.ofMinutes(5);

  private static final Duration COMPUTING = Duration.ofSeconds(20);

  private final long mostTicks;
  private long input = -1;
  private long ticks;
  private long computedBefore;

  /**
   * Asked anew after each tick.
   *
   * @param tick how often
   */
  Patience(Duration tick) {
    this.mostTicks = WAITING.dividedBy(tick);
  }

  /** Whether it is lost with the input that is under way. */
  boolean isLostWith(long number) {
    if (number != input) {
      input = number;
      ticks = 0;
      computedBefore = computed();
    }
    ticks++;
    return ticks > mostTicks || computed() - computedBefore > COMPUTING.toNanos();
  }

  /** Processor time of all threads, in ns. */
  private static long computed() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
