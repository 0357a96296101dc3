package io.millrace.tests.fault.cluster;

import java.util.List;

/** All brokers on this machine's loopback address: none can be cut off. */
record LoopbackNetwork(String reason) implements Network {
  @Override
  public String host(int broker) {
    return "127.0.0.1";
  }

  @Override
  public List<String> prefix(int broker) {
    return List.of();
  }

  @Override
  public void cut(int broker) {
    throw new UnsupportedOperationException(reason);
  }

  @Override
  public void join(int broker) {
    throw new UnsupportedOperationException(reason);
  }

  @Override
  public void close() {}
}
