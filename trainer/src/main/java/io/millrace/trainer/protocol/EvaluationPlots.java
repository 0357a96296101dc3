package io.millrace.trainer.protocol;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.page.Plot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws an evaluation's plots as SVG, without a display. */
final class EvaluationPlots {
  private static final int BINS = 20;
  private static final int TOP = 10;
  private static final double DAY_MILLIS = 86_400_000;
  private static final double SHORTEST_DAYS = 0.01;

  private final EvaluationReport report;
  private final Interactions log;

  EvaluationPlots(EvaluationReport report) {
    this.report = report;
    this.log = report.data().log();
  }

  /** All there is to draw. */
  List<Plot> all() {
    List<Plot> plots = new ArrayList<>();
    Object cut = report.facts().get("cut");
    boolean predicted = report.results().stream().anyMatch(r -> !predictions(r).isEmpty());
    if (predicted && cut instanceof Long seconds) {
      plots.add(overTime(seconds * 1000));
      plots.add(overPopularity(seconds * 1000));
    }
    report.results().stream()
        .filter(result -> !result.recall().isEmpty())
        .forEach(result -> plots.add(overCandidates(result)));
    return plots;
  }

  private Plot overTime(long cut) {
    return drawn(
        "NDCG@10 since the training cut",
        "days since the cut (each point as many predictions)",
        event -> Math.max(SHORTEST_DAYS, (log.time(event) - cut) / DAY_MILLIS));
  }

  private Plot overPopularity(long cut) {
    int[] ratings = new int[log.itemIds().size()];
    for (int event = 0; event < log.size() && log.time(event) <= cut; event++) {
      ratings[log.item(event)]++;
    }
    return drawn(
        "NDCG@10 by the popularity of what was rated",
        "ratings of the item before the cut",
        event -> Math.max(1, ratings[log.item(event)]));
  }

  /**
   * Mean NDCG@10 over bins of as many predictions each, in the order of a property of the event.
   */
  private Plot drawn(String title, String x, EventProperty property) {
    XYChart chart = chart(title, x, "NDCG@10");
    for (ModelResult result : report.results()) {
      List<Prediction> predictions = predictions(result);
      if (!predictions.isEmpty()) {
        List<Prediction> sorted =
            predictions.stream()
                .sorted(Comparator.comparingDouble(p -> property.of(p.event())))
                .toList();
        List<Double> places = bins(sorted, p -> property.of(p.event()));
        List<Double> gains = bins(sorted, EvaluationPlots::gain);
        chart.addSeries(result.model(), places, gains).setMarker(SeriesMarkers.CIRCLE);
      }
    }
    return Plot.of(chart);
  }

  private interface EventProperty {
    double of(int event);
  }

  private static List<Prediction> predictions(ModelResult result) {
    return result.predictions() == null ? List.of() : result.predictions().all();
  }

  private static double gain(Prediction prediction) {
    return prediction.rank() <= TOP ? RankMetrics.gain(prediction.rank()) : 0;
  }

  private static List<Double> bins(List<Prediction> sorted, ToDoubleFunction<Prediction> value) {
    List<Double> means = new ArrayList<>();
    int bins = Math.min(BINS, sorted.size());
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) sorted.size() * bin / bins);
      int to = (int) ((long) sorted.size() * (bin + 1) / bins);
      means.add(sorted.subList(from, to).stream().mapToDouble(value).average().orElse(0));
    }
    return means;
  }

  private static Plot overCandidates(ModelResult result) {
    XYChart chart = chart("Recall of " + result.model() + "'s sources", "candidates", "recall");
    for (Map.Entry<String, Map<Integer, Double>> source : result.recall().entrySet()) {
      List<Integer> sizes = List.copyOf(source.getValue().keySet());
      List<Double> recall = List.copyOf(source.getValue().values());
      chart.addSeries(source.getKey(), sizes, recall).setMarker(SeriesMarkers.CIRCLE);
    }
    return Plot.of(chart);
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart = Plot.chart(title, x, y);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }
}
