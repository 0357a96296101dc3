package io.millrace.tests.benchmark.training;

import io.millrace.tests.benchmark.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Draws the towers' throughput over batch size and over table size as SVG, without a display. */
final class ThroughputPlots {
  private final List<TrainReport.Row> towers;

  ThroughputPlots(TrainReport report) {
    this.towers =
        report.rows().stream()
            .filter(row -> row.model().equals(TrainingCase.Model.TWO_TOWER.label()))
            .toList();
  }

  /** Writes {@code throughput-batch.svg} and {@code throughput-table.svg}. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("throughput-batch.svg"), overBatch());
    Files.writeString(directory.resolve("throughput-table.svg"), overTable());
  }

  /** With the smallest table. */
  String overBatch() throws IOException {
    int table = towers.stream().mapToInt(TrainReport.Row::tableRows).min().orElse(0);
    List<TrainReport.Row> rows = towers.stream().filter(row -> row.tableRows() == table).toList();
    String title = "Two-tower step, item table of %,d rows".formatted(table);
    return draw(title, "batch", rows, TrainReport.Row::batch);
  }

  /** With the batch that was measured with the largest table. */
  String overTable() throws IOException {
    int batch =
        towers.stream()
            .max(Comparator.comparingInt(TrainReport.Row::tableRows))
            .map(TrainReport.Row::batch)
            .orElse(0);
    List<TrainReport.Row> rows = towers.stream().filter(row -> row.batch() == batch).toList();
    String title = "Two-tower step, batch %d".formatted(batch);
    return draw(title, "rows of the item table", rows, TrainReport.Row::tableRows);
  }

  private static String draw(
      String title, String xTitle, List<TrainReport.Row> rows, ToIntFunction<TrainReport.Row> x)
      throws IOException {
    LinePlot plot = new LinePlot(title, xTitle, "examples per second");
    plot.axes().setXAxisLogarithmic(true);
    plot.axes().setYAxisMin(0.0);
    plot.axes().setYAxisDecimalPattern("#,##0");
    for (String engine : rows.stream().map(TrainReport.Row::engine).distinct().toList()) {
      add(plot, engine, rows, x);
    }
    return plot.svg();
  }

  private static void add(
      LinePlot plot, String engine, List<TrainReport.Row> rows, ToIntFunction<TrainReport.Row> x) {
    SortedMap<Integer, Double> points =
        rows.stream()
            .filter(row -> row.engine().equals(engine))
            .collect(
                Collectors.toMap(
                    x::applyAsInt, TrainReport.Row::examplesPerSecond, Math::max, TreeMap::new));
    plot.add(engine, List.copyOf(points.keySet()), List.copyOf(points.values()));
  }
}
