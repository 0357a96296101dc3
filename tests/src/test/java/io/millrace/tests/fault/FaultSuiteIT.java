package io.millrace.tests.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.schedule.Schedule;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A short campaign of faults against a whole cluster, of the kinds that it gets over within
 * seconds, each once. Needs root and iproute2.
 */
@Isolated
final class FaultSuiteIT {
  private static final Campaign.Size SHORT =
      new Campaign.Size(
          Integer.getInteger("millrace.fault.events", 100_000),
          1_000,
          Integer.getInteger("millrace.fault.faults", 10),
          Schedule.Kinds.SHORT,
          2_000,
          400,
          new Cluster.Layout(2, 2, 30_000));

  private final long seed = Long.getLong("millrace.fault.seed", System.nanoTime());

  @BeforeAll
  static void needsNamespaces() {
    Optional<String> hindrance = Cluster.hindrance();
    assumeTrue(
        hindrance.isEmpty(), () -> "needs network namespaces (root, iproute2): " + hindrance);
  }

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverFails(@TempDir Path directory)
      throws Exception {
    new Campaign(seed, SHORT).run(directory);
  }
}
