package io.millrace.tests.benchmark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether an engine's item table can be held: values and two moments per float off heap, and a
 * fourth array while a table is made on the heap.
 */
final class TableMemory {
  private static final Path LINUX_MEMORY = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";
  private static final double GIB = 1 << 30;

  private TableMemory() {}

  /** Why not, or nothing where it can. */
  static Optional<String> refusal(EngineChoice engine, int rows, int dim) {
    double floats = 4.0 * rows * dim;
    double heapLeft = Runtime.getRuntime().maxMemory();
    if (engine.tablesOnHeap() && 4 * floats > 0.9 * heapLeft) {
      return Optional.of(
          "needs %.0f GiB of heap, has %.0f; set MILLRACE_JAVA_OPTS=-Xmx%.0fg"
              .formatted(4 * floats / GIB, heapLeft / GIB, 5 * floats / GIB));
    }
    double available = availableBytes();
    if (3 * floats > 0.95 * available) {
      return Optional.of(
          "needs %.0f GiB of memory, %.0f are available"
              .formatted(3 * floats / GIB, available / GIB));
    }
    return Optional.empty();
  }

  /** What Linux says can be had without swapping; elsewhere nothing is refused. */
  private static double availableBytes() {
    if (!Files.isReadable(LINUX_MEMORY)) {
      return Double.MAX_VALUE;
    }
    try {
      return Files.readAllLines(LINUX_MEMORY).stream()
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
