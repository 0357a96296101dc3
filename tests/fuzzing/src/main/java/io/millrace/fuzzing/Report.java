package io.millrace.fuzzing;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.function.ToLongFunction;

/**
 * What was tried and what it cost.
 *
 * @param executed inputs given, seeds among them
 * @param refused of them
 * @param millis it took
 * @param heapBefore bytes held when it had warmed up
 * @param heapAfter bytes held at the end
 */
public record Report(
    long seed, long executed, long refused, long millis, long heapBefore, long heapAfter) {
  /** What may be held beside: caches, compiled code's constants, the test's own. */
  private static final long MOST_GROWTH = 32L << 20;

  private static final double MEBIBYTE = 1 << 20;

  /** Inputs a second. */
  public long rate() {
    return executed * 1000 / Math.max(1, millis);
  }

  /**
   * Holds the heap to what it was.
   *
   * @throws AssertionError if it has grown by more than 32 MiB
   */
  public Report requireSteadyHeap(String target) {
    if (heapAfter - heapBefore > MOST_GROWTH) {
      throw new AssertionError(
          "%s: the heap must not grow by more than %d bytes: %s"
              .formatted(target, MOST_GROWTH, this));
    }
    return this;
  }

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("seed", String.valueOf(seed));
    properties.setProperty("executed", String.valueOf(executed));
    properties.setProperty("refused", String.valueOf(refused));
    properties.setProperty("millis", String.valueOf(millis));
    properties.setProperty("heapBefore", String.valueOf(heapBefore));
    properties.setProperty("heapAfter", String.valueOf(heapAfter));
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  static Report read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    ToLongFunction<String> value = name -> Long.parseLong(properties.getProperty(name));
    return new Report(
        value.applyAsLong("seed"),
        value.applyAsLong("executed"),
        value.applyAsLong("refused"),
        value.applyAsLong("millis"),
        value.applyAsLong("heapBefore"),
        value.applyAsLong("heapAfter"));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "seed %d, %,d inputs in %.1f s (%,d a second), %,d refused, heap %.1f MiB before, %.1f MiB"
            + " after",
        seed,
        executed,
        millis / 1000.0,
        rate(),
        refused,
        heapBefore / MEBIBYTE,
        heapAfter / MEBIBYTE);
  }
}
