package io.millrace.data.describe;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a summary's plots as SVG, without a display. */
final class Plots {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 340;
  private static final int RANKS = 400;
  private static final Color INK = new Color(0x1f, 0x6f, 0x8b);

  private Plots() {}

  static String ratingsOverTime(DatasetSummary summary) {
    XYChart chart = line("Ratings a month", "month", "ratings");
    List<Date> months = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    summary
        .byMonth()
        .forEach(
            (month, count) -> {
              months.add(Date.from(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
              counts.add(count);
            });
    chart.getStyler().setDatePattern("yyyy-MM");
    chart.addSeries("ratings", months, counts).setMarker(SeriesMarkers.CIRCLE);
    return svg(chart);
  }

  static String ratingsPer(String whom, List<Integer> counts) {
    XYChart chart = line("Ratings per " + whom, whom + " by rank", "ratings");
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    List<Integer> ranks = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int rank = 1; rank <= counts.size(); rank += Math.max(1, (int) (rank * 0.03))) {
      ranks.add(rank);
      values.add(counts.get(rank - 1));
      if (ranks.size() > RANKS) {
        break;
      }
    }
    chart.addSeries("ratings", ranks, values).setMarker(SeriesMarkers.NONE);
    return svg(chart);
  }

  static String stars(Map<Double, Long> byStars) {
    List<String> labels = byStars.keySet().stream().map(String::valueOf).toList();
    return bars("Ratings by stars", "stars", "ratings", labels, List.copyOf(byStars.values()));
  }

  static String genres(String title, String what, Map<String, Long> byGenre) {
    return bars(title, "genre", what, List.copyOf(byGenre.keySet()), List.copyOf(byGenre.values()));
  }

  private static String bars(
      String title, String x, String y, List<String> labels, List<Long> values) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    plain(chart.getStyler());
    chart.getStyler().setXAxisLabelRotation(labels.size() > 12 ? 45 : 0);
    chart.addSeries(y, labels, values);
    return svg(chart);
  }

  private static XYChart line(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    plain(chart.getStyler());
    return chart;
  }

  private static void plain(AxesChartStyler styler) {
    styler.setSeriesColors(new Color[] {INK});
    styler.setLegendVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setYAxisDecimalPattern("#,##0");
    styler.setToolTipsEnabled(false);
    styler.setLegendPosition(Styler.LegendPosition.InsideNE);
  }

  private static String svg(Chart<?, ?> chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String document = bytes.toString(StandardCharsets.UTF_8);
    return document.substring(document.indexOf("<svg"));
  }
}
