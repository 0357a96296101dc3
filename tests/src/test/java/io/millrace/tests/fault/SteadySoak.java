package io.millrace.tests.fault;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.schedule.Schedule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of load and no fault: nothing may be lost, and what the processes take of the machine is
 * printed, with how it grew.
 */
final class SteadySoak {
  private static final int PER_SECOND = 300;
  private static final int MINUTES = Integer.getInteger("millrace.soak.minutes", 60);

  private static final Campaign.Size STEADY =
      new Campaign.Size(
          60 * PER_SECOND * MINUTES,
          PER_SECOND,
          0,
          Schedule.Kinds.SHORT,
          2_000,
          1_000,
          new Cluster.Layout(2, 2, 100_000));

  private final long seed = Long.getLong("millrace.fault.seed", System.nanoTime());

  @Test
  void shouldLoseNothingUnderLoadThatLasts(@TempDir Path directory) throws Exception {
    new Campaign(seed, STEADY).run(directory);
  }
}
