package io.millrace.tests.fault;

import io.millrace.tests.fault.schedule.Schedule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short campaign of faults against a whole cluster: {@code mvn -Psoak -Dit.test=FaultSuite -pl
 * tests -am verify}.
 */
final class FaultSuite {
  private static final Campaign.Size SHORT =
      new Campaign.Size(20_000, 1_000, 6, Schedule.Kinds.SHORT, 1_500, 400);

  private final long seed = Long.getLong("millrace.fault.seed", System.nanoTime());

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverFails(@TempDir Path directory)
      throws Exception {
    new Campaign(seed, SHORT).run(directory);
  }
}
