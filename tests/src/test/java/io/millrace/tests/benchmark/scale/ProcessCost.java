package io.millrace.tests.benchmark.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a Java process has taken.
 *
 * @param cpu processor time since its start
 * @param heap bytes of live objects, after a collection
 */
record ProcessCost(Duration cpu, long heap) {
  /** Linux counts processor time in ticks of 10 ms. */
  private static final int TICK_MILLIS = 10;

  /** Fields of {@code /proc/PID/stat} after the command: user and system time. */
  private static final int USER_TIME = 11;

  /** Of a process of this machine; collects its garbage, after its processor time was taken. */
  static ProcessCost of(long pid) throws IOException {
    Duration cpu = cpu(pid);
    return new ProcessCost(cpu, heap(pid));
  }

  /** Processor time of a process of this machine since its start. */
  static Duration cpu(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  private static long heap(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total = said.strip().substring(said.strip().lastIndexOf("Total"));
    return Long.parseLong(total.split("\\s+", -1)[2]);
  }

  /** Bytes of the files below a directory. */
  static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(file -> file.isFile()).mapToLong(f -> f.length()).sum();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f s of processor time, %,d bytes of live heap",
        cpu.toMillis() / 1e3,
        heap);
  }
}
