package io.millrace.trainer.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/**
 * A plot, drawn without a display.
 *
 * @param title what it shows
 * @param svg the picture
 */
public record Plot(String title, String svg) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 420;

  /** A chart of lines in the house's style, still empty. */
  public static XYChart chart(String title, String x, String y) {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    // A dashed line is drawn as hundreds of polygons.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    return chart;
  }

  /** The chart, drawn. */
  public static Plot of(XYChart chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String document = bytes.toString(StandardCharsets.UTF_8);
    return new Plot(chart.getTitle(), document.substring(document.indexOf("<svg")));
  }
}
