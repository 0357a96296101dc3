package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.util.Optional;

/** Every broker in turn told to end and started again, the next when all replicas are in sync. */
public record RollingRestart() implements Fault {
  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.BROKER);
  }

  @Override
  public void strike(Arena arena) throws Exception {
    for (Member broker : arena.cluster().members(Role.BROKER)) {
      broker.stop();
      broker.start();
      arena.cluster().awaitReplicated();
    }
  }
}
