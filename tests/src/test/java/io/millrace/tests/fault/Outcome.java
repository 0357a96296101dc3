package io.millrace.tests.fault;

import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.fault.schedule.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault, and how the cluster got over it.
 *
 * @param at since the first fault could strike
 */
record Outcome(Duration at, Fault fault, Recovery recovery) {
  private static final Duration AIM = Duration.ofSeconds(10);

  /** How long its victim took: recommend until it was ready, others until events had effect. */
  private Duration time() {
    return fault.victim().equals(Optional.of(Role.RECOMMEND)) ? recovery.ready() : recovery.flow();
  }

  /** How long a role took to recover, each time; nothing if it was never struck. */
  static Optional<String> summary(Role role, List<Outcome> outcomes) {
    List<Duration> times =
        outcomes.stream()
            .filter(outcome -> outcome.fault().victim().equals(Optional.of(role)))
            .map(Outcome::time)
            .sorted()
            .toList();
    if (times.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "recovery of %s: %d faults, median %.1f s, longest %.1f s, %d under %d s",
            role.name().toLowerCase(Locale.ROOT),
            times.size(),
            Recovery.seconds(times.get(times.size() / 2)),
            Recovery.seconds(times.getLast()),
            times.stream().filter(time -> time.compareTo(AIM) < 0).count(),
            AIM.toSeconds()));
  }

  @Override
  public String toString() {
    return "at %d s: %s: %s".formatted(at.toSeconds(), fault, recovery);
  }
}
