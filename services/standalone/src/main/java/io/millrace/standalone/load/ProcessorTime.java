package io.millrace.standalone.load;

import java.lang.management.ManagementFactory;

/** Processor time of this process from now on. One thread. */
final class ProcessorTime {
  private final long began = System.nanoTime();
  private final long usedBefore = used();

  /** Cores that were kept busy since: 1 is one core all the time. */
  double cores() {
    return (double) (used() - usedBefore) / Math.max(1, System.nanoTime() - began);
  }

  /** Nanoseconds of all threads; 0 where the system does not tell. */
  private static long used() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime())
        : 0;
  }
}
