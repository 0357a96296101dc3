package io.millrace.runtime.service;

import java.util.Map;

/** Something that is started, works in its own threads, tells how it is, and is closed. */
public interface Service extends AutoCloseable {
  /** Its name in messages, metrics and thread names. */
  String name();

  /** Starts it; returns when it works in the background, not when it is ready. */
  void start() throws Exception;

  /** Whether it does its work now. */
  boolean ready();

  /** What its health page shows beside name and readiness: values are text, numbers or booleans. */
  Map<String, Object> health();

  /** Stops it and waits for its threads; the second call does nothing. */
  @Override
  void close();
}
