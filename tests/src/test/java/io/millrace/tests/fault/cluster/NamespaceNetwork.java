package io.millrace.tests.fault.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each broker in a network namespace of its own, joined to the others and to this process by a
 * bridge: when its link is down, packets are lost without a word, as from a pulled cable. The
 * bridge has a namespace of its own too, because what passes a bridge is looked at by the firewall
 * of its namespace, and Docker's drops it. Needs root and iproute2.
 */
final class NamespaceNetwork implements Network {
  /** Of 198.18.0.0/15, which is for tests of networks and routed nowhere. */
  private static final String SUBNET = "198.18.%d.%d";

  private static final String BRIDGE = "bridge";
  private static final String INSIDE = "eth0";

  private final long unique = ProcessHandle.current().pid() % 100_000;
  private final int third = (int) (unique % 250);
  private final String hub = "mr" + unique;
  private final int brokers;

  private NamespaceNetwork(int brokers) {
    this.brokers = brokers;
  }

  /**
   * Makes the namespaces.
   *
   * @throws UncheckedIOException naming the command that failed, where the system does not let us
   */
  static NamespaceNetwork of(int brokers) {
    NamespaceNetwork network = new NamespaceNetwork(brokers);
    boolean made = false;
    try {
      network.make();
      made = true;
      return network;
    } finally {
      if (!made) {
        network.close();
      }
    }
  }

  /** What the system refuses, where it does. */
  static Optional<String> hindrance() {
    try {
      of(1).close();
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void make() {
    ip("netns", "add", hub);
    ip("-n", hub, "link", "add", BRIDGE, "type", "bridge");
    ip("-n", hub, "link", "set", BRIDGE, "up");
    joinThisProcess();
    for (int broker = 1; broker <= brokers; broker++) {
      joinBroker(broker);
    }
  }

  private void joinThisProcess() {
    ip("link", "add", hub, "type", "veth", "peer", "name", "tests", "netns", hub);
    ip("-n", hub, "link", "set", "tests", "master", BRIDGE, "up");
    ip("addr", "add", SUBNET.formatted(third, 254) + "/24", "dev", hub);
    ip("link", "set", hub, "up");
  }

  private void joinBroker(int broker) {
    String namespace = namespace(broker);
    ip("netns", "add", namespace);
    ip("-n", hub, "link", "add", link(broker), "type", "veth", "peer", INSIDE, "netns", namespace);
    ip("-n", hub, "link", "set", link(broker), "master", BRIDGE, "up");
    ip("-n", namespace, "addr", "add", host(broker) + "/24", "dev", INSIDE);
    ip("-n", namespace, "link", "set", INSIDE, "up");
    ip("-n", namespace, "link", "set", "lo", "up");
  }

  private String namespace(int broker) {
    return hub + "b" + broker;
  }

  private static String link(int broker) {
    return "broker" + broker;
  }

  @Override
  public String host(int broker) {
    return SUBNET.formatted(third, broker);
  }

  @Override
  public List<String> prefix(int broker) {
    return List.of("ip", "netns", "exec", namespace(broker));
  }

  @Override
  public void cut(int broker) {
    ip("-n", hub, "link", "set", link(broker), "down");
  }

  @Override
  public void join(int broker) {
    ip("-n", hub, "link", "set", link(broker), "up");
  }

  @Override
  public void close() {
    for (int broker = 1; broker <= brokers; broker++) {
      run(List.of("netns", "del", namespace(broker)));
    }
    run(List.of("link", "del", hub));
    run(List.of("netns", "del", hub));
  }

  private static void ip(String... words) {
    List<String> command = List.of(words);
    String fault = run(command);
    if (!fault.isEmpty()) {
      throw new UncheckedIOException(new IOException("ip %s: %s".formatted(command, fault)));
    }
  }

  /** What is wrong, or nothing. */
  private static String run(List<String> words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(words);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      return code == 0 ? "" : "ended %d (%s)".formatted(code, said);
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
