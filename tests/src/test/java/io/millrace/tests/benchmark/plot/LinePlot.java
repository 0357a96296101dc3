package io.millrace.tests.benchmark.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines with a mark at each point, drawn as SVG without a display. For one thread. */
public final class LinePlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final Color[] INKS = {
    new Color(0x1f, 0x6f, 0x8b), new Color(0xc4, 0x5b, 0x2d), new Color(0x5a, 0x5a, 0x5a)
  };

  private final XYChart chart;

  /** A plot without lines. */
  public LinePlot(String title, String xTitle, String yTitle) {
    this.chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setSeriesColors(INKS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    // A dashed line is drawn as hundreds of polygons.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
  }

  /** Its axes, to be set. */
  public XYStyler axes() {
    return chart.getStyler();
  }

  /**
   * Adds a line.
   *
   * @param xs ascending
   * @param ys as many
   */
  public void add(String name, List<? extends Number> xs, List<? extends Number> ys) {
    chart.addSeries(name, xs, ys).setMarker(SeriesMarkers.CIRCLE);
  }

  /** The document's root element. */
  public String svg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String document = bytes.toString(StandardCharsets.UTF_8);
    return document.substring(document.indexOf("<svg"));
  }
}
