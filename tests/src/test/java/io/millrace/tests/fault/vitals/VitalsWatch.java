package io.millrace.tests.fault.vitals;

import io.millrace.tests.fault.cluster.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Looks every other second what the processes of a cluster take. A process that took the place of
 * another is another series. Thread-safe.
 */
public final class VitalsWatch implements AutoCloseable {
  private static final long STEP_SECONDS = 2;
  private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

  /** Fewer say nothing of a process: two minutes of a life. */
  private static final int FEWEST = 60;

  private final List<Member> members;
  private final Map<Life, List<Sample>> samples = new LinkedHashMap<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("vitals").factory());

  /** Whose life it is. */
  private record Life(String name, long pid) {}

  private record Sample(double hours, Vitals vitals) {}

  /** Begins to look. */
  public VitalsWatch(List<Member> members) {
    this.members = List.copyOf(members);
    var _ = looking.scheduleWithFixedDelay(this::look, 0, STEP_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    for (Member member : members) {
      member
          .pid()
          .ifPresent(
              pid ->
                  Vitals.of(pid).ifPresent(vitals -> keep(new Life(member.name(), pid), vitals)));
    }
  }

  private synchronized void keep(Life life, Vitals vitals) {
    samples
        .computeIfAbsent(life, key -> new ArrayList<>())
        .add(new Sample(System.nanoTime() / NANOS_PER_HOUR, vitals));
  }

  /**
   * A line for each process that lived long enough: how its memory, descriptors and threads grew
   * over the second half of its life, when it has read and compiled what it needs.
   */
  public synchronized List<String> report() {
    List<String> lines = new ArrayList<>();
    samples.forEach(
        (life, all) -> {
          if (all.size() >= FEWEST) {
            List<Sample> settled = all.subList(all.size() / 2, all.size());
            lines.add(
                "%s over %d s: resident MiB %s; descriptors %s; threads %s"
                    .formatted(
                        life.name(),
                        settled.size() * STEP_SECONDS,
                        slope(settled, Vitals::residentMebibytes),
                        slope(settled, Vitals::descriptors),
                        slope(settled, Vitals::threads)));
          }
        });
    return List.copyOf(lines);
  }

  private static Slope slope(List<Sample> samples, ToDoubleFunction<Vitals> value) {
    return Slope.of(
        samples.stream().mapToDouble(Sample::hours).toArray(),
        samples.stream().map(Sample::vitals).mapToDouble(value).toArray());
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
