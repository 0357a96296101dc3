package io.millrace.trainer.tracking;

import io.millrace.trainer.page.Plot;
import io.millrace.trainer.run.EpochLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss and validation over the epochs of a run; a line for each fit and phase. */
final class RunPlots {
  private final List<EpochLog> log;

  RunPlots(List<EpochLog> log) {
    this.log = log;
  }

  List<Plot> all() {
    List<Plot> plots = new ArrayList<>();
    Predicate<EpochLog> ranking = line -> line.phase().equals("ranking");
    add(plots, "Loss of the towers", "loss", ranking.negate(), EpochLog::loss);
    add(plots, "Loss of the ranker", "loss", ranking, EpochLog::loss);
    String full = "Validation of the towers, among all items not rated";
    add(plots, full, "NDCG@10", ranking.negate(), EpochLog::fullNdcg);
    String sampled = "Validation of the ranker, among the candidates drawn with a rating";
    add(plots, sampled, "NDCG@10", ranking, EpochLog::sampledNdcg);
    return plots;
  }

  private void add(
      List<Plot> plots,
      String title,
      String y,
      Predicate<EpochLog> wanted,
      ToDoubleFunction<EpochLog> value) {
    Map<String, List<EpochLog>> lines = new LinkedHashMap<>();
    log.stream()
        .filter(wanted.and(line -> Double.isFinite(value.applyAsDouble(line))))
        .forEach(line -> lines.computeIfAbsent(name(line), n -> new ArrayList<>()).add(line));
    if (!lines.isEmpty()) {
      plots.add(drawn(Plot.chart(title, "epoch", y), lines, value));
    }
  }

  private static String name(EpochLog line) {
    return line.fit() + ", " + line.phase();
  }

  private static Plot drawn(
      XYChart chart, Map<String, List<EpochLog>> lines, ToDoubleFunction<EpochLog> value) {
    lines.forEach(
        (name, line) -> {
          List<Integer> epochs = line.stream().map(EpochLog::epoch).toList();
          List<Double> values = line.stream().map(value::applyAsDouble).toList();
          chart.addSeries(name, epochs, values).setMarker(SeriesMarkers.CIRCLE);
        });
    chart.getStyler().setXAxisTickMarkSpacingHint(80).setXAxisDecimalPattern("0");
    return Plot.of(chart);
  }
}
