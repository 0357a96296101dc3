package io.millrace.tests.benchmark.index;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What making an index took.
 *
 * @param engine by name
 * @param items in the catalogue
 * @param action build, load or open
 * @param wallSeconds by the clock
 * @param cpuSeconds of all threads of this process
 * @param heapBytes on the heap more than before
 * @param diskBytes of its files
 */
record Cost(
    String engine,
    int items,
    String action,
    double wallSeconds,
    double cpuSeconds,
    long heapBytes,
    long diskBytes) {
  /** What an action returns or throws. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** What was made, with what it took. */
  record Made<T>(T made, Cost cost) {}

  /** Makes something and takes its measure; the files are looked at afterwards. */
  static <T> Made<T> of(String engine, int items, String action, Path files, Action<T> making)
      throws IOException {
    long heap = heapInUse();
    long cpu = cpuNanos();
    long started = System.nanoTime();
    T made = making.run();
    double wall = (System.nanoTime() - started) / 1e9;
    double used = (cpuNanos() - cpu) / 1e9;
    long more = heapInUse() - heap;
    return new Made<>(made, new Cost(engine, items, action, wall, used, more, size(files)));
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** After collections, so that what is dead does not count. */
  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long size(Path path) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(Cost::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
