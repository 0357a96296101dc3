package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.fault.cluster.Network;
import java.time.Duration;
import java.util.Optional;

/**
 * A broker whose cable is pulled: neither the others nor the services reach it, nor it them, and
 * nobody is told.
 *
 * @param broker from 1
 * @param lasting for so long
 */
public record CutOff(int broker, Duration lasting) implements Fault {
  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.BROKER);
  }

  @Override
  public Optional<String> hindrance(Cluster cluster) {
    return cluster.canCutOff()
        ? Optional.empty()
        : Optional.of("network namespaces need root and iproute2");
  }

  @Override
  public void strike(Arena arena) throws InterruptedException {
    Network network = arena.cluster().network();
    network.cut(broker);
    try {
      Thread.sleep(lasting);
    } finally {
      network.join(broker);
    }
  }
}
