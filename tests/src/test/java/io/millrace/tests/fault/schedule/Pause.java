package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code SIGSTOP}, and {@code SIGCONT} after a while: the process does not know that time has
 * passed, and its connections stay open.
 *
 * @param role of whom
 * @param number of these, from 1
 * @param lasting for so long
 */
public record Pause(Role role, int number, Duration lasting) implements Fault {
  @Override
  public Optional<Role> victim() {
    return Optional.of(role);
  }

  @Override
  public void strike(Arena arena) throws InterruptedException {
    Member member = arena.cluster().member(role, number);
    member.pause();
    try {
      Thread.sleep(lasting);
    } finally {
      member.resume();
    }
  }
}
