package io.millrace.tests.benchmark.index;

import io.millrace.tests.benchmark.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Draws queries per second over recall as SVG, one line an engine, without a display. */
final class RecallPlots {
  private final IndexReport report;

  RecallPlots(IndexReport report) {
    this.report = report;
  }

  /** Writes {@code index-recall-K-ITEMS.svg} for each size of catalogue and each k. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int items : report.rows().stream().map(IndexReport.Row::items).distinct().toList()) {
      for (int k : report.rows().stream().map(IndexReport.Row::k).distinct().toList()) {
        Files.writeString(
            directory.resolve("index-recall-%d-%d.svg".formatted(k, items)), draw(items, k));
      }
    }
  }

  private String draw(int items, int k) throws IOException {
    List<IndexReport.Row> rows =
        report.rows().stream().filter(row -> row.items() == items && row.k() == k).toList();
    LinePlot plot =
        new LinePlot(
            "%,d x %d, one thread".formatted(items, report.dimension()),
            "recall@%d".formatted(k),
            "queries per second");
    plot.axes().setYAxisLogarithmic(true);
    plot.axes().setXAxisDecimalPattern("0.00");
    for (String engine : rows.stream().map(IndexReport.Row::engine).distinct().toList()) {
      List<IndexReport.Row> line =
          rows.stream()
              .filter(row -> row.engine().equals(engine))
              .sorted(Comparator.comparingDouble(IndexReport.Row::recall))
              .toList();
      plot.add(
          engine,
          line.stream().map(IndexReport.Row::recall).toList(),
          line.stream().map(IndexReport.Row::perSecond).toList());
    }
    return plot.svg();
  }
}
