package io.millrace.tests.benchmark.index;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws queries per second over recall as SVG, one line an engine, without a display. */
final class RecallPlots {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final Color[] INKS = {
    new Color(0x1f, 0x6f, 0x8b), new Color(0xc4, 0x5b, 0x2d), new Color(0x5a, 0x5a, 0x5a)
  };

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
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("%,d x %d, one thread".formatted(items, report.dimension()))
            .xAxisTitle("recall@%d".formatted(k))
            .yAxisTitle("queries per second")
            .build();
    style(chart);
    for (String engine : rows.stream().map(IndexReport.Row::engine).distinct().toList()) {
      List<IndexReport.Row> line =
          rows.stream()
              .filter(row -> row.engine().equals(engine))
              .sorted(Comparator.comparingDouble(IndexReport.Row::recall))
              .toList();
      chart
          .addSeries(
              engine,
              line.stream().map(IndexReport.Row::recall).toList(),
              line.stream().map(IndexReport.Row::perSecond).toList())
          .setMarker(SeriesMarkers.CIRCLE);
    }
    return svg(chart);
  }

  private static void style(XYChart chart) {
    XYStyler styler = chart.getStyler();
    styler.setYAxisLogarithmic(true);
    styler.setSeriesColors(INKS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    // A dashed line is drawn as hundreds of polygons.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    styler.setXAxisDecimalPattern("0.00");
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
  }

  private static String svg(XYChart chart) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String document = bytes.toString(StandardCharsets.UTF_8);
    return document.substring(document.indexOf("<svg"));
  }
}
