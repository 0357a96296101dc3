package io.millrace.tests.benchmark.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the towers' throughput over batch size and over table size as SVG, without a display. */
final class ThroughputPlots {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final Color[] INKS = {
    new Color(0x1f, 0x6f, 0x8b), new Color(0xc4, 0x5b, 0x2d), new Color(0x5a, 0x5a, 0x5a)
  };

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
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle("examples per second")
            .build();
    style(chart);
    for (String engine : rows.stream().map(TrainReport.Row::engine).distinct().toList()) {
      addSeries(chart, engine, rows, x);
    }
    return svg(chart);
  }

  private static void addSeries(
      XYChart chart, String engine, List<TrainReport.Row> rows, ToIntFunction<TrainReport.Row> x) {
    Map<Integer, Double> points =
        rows.stream()
            .filter(row -> row.engine().equals(engine))
            .collect(
                Collectors.toMap(
                    x::applyAsInt,
                    TrainReport.Row::examplesPerSecond,
                    Math::max,
                    java.util.TreeMap::new));
    chart
        .addSeries(engine, List.copyOf(points.keySet()), List.copyOf(points.values()))
        .setMarker(SeriesMarkers.CIRCLE);
  }

  private static void style(XYChart chart) {
    XYStyler styler = chart.getStyler();
    styler.setXAxisLogarithmic(true);
    styler.setYAxisMin(0.0);
    styler.setSeriesColors(INKS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    // A dashed line is drawn as hundreds of polygons.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    styler.setYAxisDecimalPattern("#,##0");
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
  }

  private static String svg(XYChart chart) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String document = bytes.toString(StandardCharsets.UTF_8);
    return document.substring(document.indexOf("<svg"));
  }
}
