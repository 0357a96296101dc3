package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.util.Optional;

/**
 * {@code kill -9}, and a new process at once on what the old one left on disk.
 *
 * @param role of whom
 * @param number of these, from 1
 */
public record Kill(Role role, int number) implements Fault {
  @Override
  public Optional<Role> victim() {
    return Optional.of(role);
  }

  @Override
  public void strike(Arena arena) throws InterruptedException {
    Member member = arena.cluster().member(role, number);
    member.kill();
    member.start();
  }
}
