package io.millrace.tests.fault.vitals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process takes now, as Linux tells it under {@code /proc}.
 *
 * @param residentMebibytes of its memory
 * @param descriptors open files and sockets
 * @param threads of it
 */
record Vitals(double residentMebibytes, double descriptors, double threads) {
  private static final double KIBIBYTES = 1024;

  /** Of a process; nothing if it is gone, or this is no Linux. */
  static Optional<Vitals> of(long pid) {
    Path directory = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(directory.resolve("fd"))) {
      List<String> status = Files.readAllLines(directory.resolve("status"));
      return Optional.of(
          new Vitals(
              field(status, "VmRSS:") / KIBIBYTES, descriptors.count(), field(status, "Threads:")));
    } catch (IOException | UncheckedIOException e) { // it has ended while we looked
      return Optional.empty();
    }
  }

  /** Such as {@code VmRSS: 12345 kB}; 0 of a process that has just died. */
  private static double field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[0])
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElse(0);
  }
}
