package io.millrace.tests.fault.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Each broker in a network namespace of its own, joined to the others and to this process by a
 * bridge: when its link is down, packets are lost without a word, as from a pulled cable. Needs
 * root and iproute2.
 */
final class NamespaceNetwork implements Network {
  /** Of 198.18.0.0/15, which is for tests of networks and routed nowhere. */
  private static final String SUBNET = "198.18.%d.%d";

  private final long unique = ProcessHandle.current().pid() % 100_000;
  private final int third = (int) (unique % 250);
  private final String bridge = "mr" + unique;
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

  private void make() {
    ip("link", "add", bridge, "type", "bridge");
    ip("addr", "add", SUBNET.formatted(third, 254) + "/24", "dev", bridge);
    ip("link", "set", bridge, "up");
    for (int broker = 1; broker <= brokers; broker++) {
      String namespace = namespace(broker);
      String link = link(broker);
      ip("netns", "add", namespace);
      ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
      ip("link", "set", link, "master", bridge, "up");
      ip("-n", namespace, "addr", "add", host(broker) + "/24", "dev", "eth0");
      ip("-n", namespace, "link", "set", "eth0", "up");
      ip("-n", namespace, "link", "set", "lo", "up");
    }
  }

  private String namespace(int broker) {
    return bridge + "b" + broker;
  }

  private String link(int broker) {
    return bridge + "v" + broker;
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
    ip("link", "set", link(broker), "down");
  }

  @Override
  public void join(int broker) {
    ip("link", "set", link(broker), "up");
  }

  @Override
  public void close() {
    for (int broker = 1; broker <= brokers; broker++) {
      run(List.of("netns", "del", namespace(broker)));
    }
    run(List.of("link", "del", bridge));
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
