package io.millrace.trainer.protocol.judge;

import java.util.LinkedHashMap;
import java.util.Map;

/** Wall-clock seconds of phases that follow one another. For one thread. */
final class Laps {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long started = System.nanoTime();

  /** A phase ends, the next begins. */
  void lap(String phase) {
    long now = System.nanoTime();
    seconds.merge(phase, (now - started) / 1e9, Double::sum);
    started = now;
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
