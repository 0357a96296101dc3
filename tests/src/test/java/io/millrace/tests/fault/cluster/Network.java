package io.millrace.tests.fault.cluster;

import java.util.List;

/** Where the brokers are, and whether one of them can be reached. For one thread. */
public interface Network extends AutoCloseable {
  /** The address of a broker, from 1. */
  String host(int broker);

  /** What a broker's process is started by. */
  List<String> prefix(int broker);

  /** No packet reaches the broker any more, and none leaves it. */
  void cut(int broker);

  /** They do again. */
  void join(int broker);

  @Override
  void close();
}
