package io.millrace.tests.fault.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The brokers of a cluster, each of them a controller too.
 *
 * @param nodes in order of their ids
 */
public record Quorum(List<Node> nodes) {
  /**
   * A broker.
   *
   * @param id from 1
   * @param host its address
   * @param port for clients and the other brokers
   * @param controllerPort for the other controllers
   */
  public record Node(int id, String host, int port, int controllerPort) {
    private String written() {
      return "%d/%s/%d/%d".formatted(id, host, port, controllerPort);
    }

    private static Node read(String text) {
      String[] parts = text.split("/", -1);
      return new Node(
          Integer.parseInt(parts[0]),
          parts[1],
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]));
    }
  }

  public Quorum {
    nodes = List.copyOf(nodes);
  }

  /** The node of an id. */
  Node node(int id) {
    return nodes.get(id - 1);
  }

  /** What clients are given to begin with. */
  public String bootstrapServers() {
    return nodes.stream()
        .map(node -> node.host() + ":" + node.port())
        .collect(Collectors.joining(","));
  }

  /** Kafka's {@code controller.quorum.voters}. */
  String voters() {
    return nodes.stream()
        .map(node -> "%d@%s:%d".formatted(node.id(), node.host(), node.controllerPort()))
        .collect(Collectors.joining(","));
  }

  /** As an argument of {@link BrokerNode}. */
  String written() {
    return nodes.stream().map(Node::written).collect(Collectors.joining(","));
  }

  /** The inverse of {@link #written}. */
  static Quorum read(String text) {
    return new Quorum(Arrays.stream(text.split(",", -1)).map(Node::read).toList());
  }
}
