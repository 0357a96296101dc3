package io.millrace.tests.benchmark.training;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prints what was found, a case at a time: each engine's speed, and how many times those of the
 * others it is.
 */
final class ComparisonTable implements CaseListener {
  private final PrintWriter out;
  private final double peak;
  private final List<TrainReport.Row> rows = new ArrayList<>();
  private int caseStart;

  /**
   * A table.
   *
   * @param peak sgemm limit, GFLOP/s
   */
  ComparisonTable(PrintWriter out, double peak) {
    this.out = out;
    this.peak = peak;
  }

  /** Begins a case. */
  void begin(TrainingCase measured) {
    caseStart = rows.size();
    out.println();
    out.println(measured.describe());
    out.printf(
        "  %-10s %12s %10s %9s %6s %14s%n",
        "engine", "examples/s", "ms/step", "GFLOP/s", "peak", "heap B/step");
    out.flush();
  }

  @Override
  public void measured(TrainReport.Row row) {
    rows.add(row);
    out.printf(
        "  %-10s %,12.0f %10.2f %9.1f %5.0f%% %,14d%n",
        row.engine(),
        row.examplesPerSecond(),
        1e3 * row.batch() / row.examplesPerSecond(),
        row.gflops(),
        100 * row.gflops() / peak,
        row.allocatedBytesPerStep());
    out.flush();
  }

  @Override
  public void skipped(String engine, String why) {
    out.printf("  %-10s left out: %s%n", engine, why);
    out.flush();
  }

  /** Ends a case with each engine's ratio to each other. */
  void end() {
    List<TrainReport.Row> measured = rows.subList(caseStart, rows.size());
    for (TrainReport.Row row : measured) {
      String ratios =
          measured.stream()
              .filter(other -> !other.equals(row))
              .map(other -> "%.2fx %s".formatted(ratio(row, other), other.engine()))
              .collect(Collectors.joining(", "));
      if (!ratios.isEmpty()) {
        out.printf("  %s: %s%n", row.engine(), ratios);
      }
    }
    out.flush();
  }

  private static double ratio(TrainReport.Row row, TrainReport.Row other) {
    return row.examplesPerSecond() / other.examplesPerSecond();
  }

  /** All rows so far. */
  List<TrainReport.Row> rows() {
    return List.copyOf(rows);
  }
}
