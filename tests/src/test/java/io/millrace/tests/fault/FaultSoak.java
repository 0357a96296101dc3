package io.millrace.tests.fault;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.schedule.Schedule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The long campaign, of every kind of fault: {@code mvn -Psoak -pl tests -am verify}. */
final class FaultSoak {
  private static final Campaign.Size LONG =
      new Campaign.Size(
          Integer.getInteger("millrace.fault.events", 1_000_000),
          2_000,
          Integer.getInteger("millrace.fault.faults", 50),
          Schedule.Kinds.ALL,
          15_000,
          1_000,
          new Cluster.Layout(4, 2, 100_000));

  private final long seed = Long.getLong("millrace.fault.seed", System.nanoTime());

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverFails(@TempDir Path directory)
      throws Exception {
    new Campaign(seed, LONG).run(directory);
  }
}
