package io.millrace.tests.fault;

import io.millrace.tests.fault.Scaling.Step;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member.Role;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One instance becomes two, four, two and one again, of features and of recommend: {@code mvn
 * -Psoak -Dit.test=ScalingSoak -pl tests -am verify}; {@code -Dmillrace.scaling.instances=2,1} is a
 * short form.
 */
final class ScalingSoak {
  private static final int EVENTS_A_STEP = 10_000;

  private final long seed = Long.getLong("millrace.fault.seed", System.nanoTime());
  private final List<Integer> instances =
      Arrays.stream(System.getProperty("millrace.scaling.instances", "2,4,2,1").split(",", -1))
          .map(Integer::valueOf)
          .toList();

  @Test
  void shouldFailNoRequestAndMiscountNoEventWhenInstancesComeAndGo(@TempDir Path directory)
      throws Exception {
    new Scaling(seed, size()).run(directory);
  }

  private Scaling.Size size() {
    List<Step> steps =
        instances.stream()
            .flatMap(n -> List.of(new Step(Role.FEATURES, n), new Step(Role.RECOMMEND, n)).stream())
            .toList();
    int most = instances.stream().mapToInt(Integer::intValue).max().orElse(1);
    return new Scaling.Size(
        EVENTS_A_STEP * (steps.size() + 1),
        500,
        2_000,
        400,
        new Cluster.Layout(8, 4, 0, most),
        steps);
  }
}
