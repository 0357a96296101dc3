package io.millrace.trainer.protocol.report;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.data.TrainingPart;
import io.millrace.trainer.protocol.judge.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the NDCG@10 of several results, a line each, over properties of the events predicted: means
 * of as many predictions in each point.
 */
final class PredictionPlots {
  private static final String METRIC = "NDCG@10";
  private static final String DAYS = "days since the cut (each point as many predictions)";
  private static final int BINS = 20;
  private static final double DAY_MILLIS = 86_400_000;
  private static final double SHORTEST_DAYS = 0.01;

  private final Interactions log;
  private final TrainingPart training;
  private final String whose;
  private final List<ModelResult> results;

  /**
   * Plots of some results.
   *
   * @param training what was learned from
   * @param model which these are ways of, the first of them frozen; empty for several models
   * @param results with predictions
   */
  PredictionPlots(
      Interactions log, TrainingPart training, String model, List<ModelResult> results) {
    this.log = log;
    this.training = training;
    this.whose = model.isEmpty() ? METRIC : METRIC + " of " + model;
    this.results = results;
  }

  /** All there is to draw. */
  List<Plot> all() {
    if (results.isEmpty()) {
      return List.of();
    }
    List<Plot> plots = new ArrayList<>();
    Instant cut = training.cut();
    if (cut != null) {
      plots.addAll(overTime(event -> days(cut, event)));
    }
    plots.add(overPopularity());
    return plots;
  }

  private double days(Instant cut, int event) {
    return Math.max(SHORTEST_DAYS, (log.time(event) - cut.toEpochMilli()) / DAY_MILLIS);
  }

  private List<Plot> overTime(IntToDoubleFunction days) {
    List<Plot> plots = new ArrayList<>(List.of(since(days)));
    if (results.size() > 1 && Way.FROZEN.equals(results.getFirst().name().way())) {
      plots.add(againstFrozen(days));
    }
    return plots;
  }

  private Plot since(IntToDoubleFunction days) {
    XYChart chart = chart(whose + " since the training cut", DAYS, METRIC);
    chart.getStyler().setYAxisMin(0.0);
    results.forEach(result -> draw(chart, result, days, gains(result, days)));
    return Plot.of(chart);
  }

  /** All ways are asked the same, so each point tells of the same predictions. */
  private Plot againstFrozen(IntToDoubleFunction days) {
    XYChart chart = chart(whose + " less that of frozen", DAYS, "difference of " + METRIC);
    List<Double> frozen = gains(results.getFirst(), days);
    for (ModelResult result : results.subList(1, results.size())) {
      List<Double> gains = gains(result, days);
      draw(
          chart,
          result,
          days,
          IntStream.range(0, gains.size()).mapToObj(k -> gains.get(k) - frozen.get(k)).toList());
    }
    return Plot.of(chart);
  }

  private Plot overPopularity() {
    int[] ratings = new int[log.itemIds().size()];
    training.events().stream().forEach(event -> ratings[log.item(event)]++);
    IntToDoubleFunction popularity = event -> Math.max(1, ratings[log.item(event)]);
    XYChart chart =
        chart(
            whose + " by the popularity of what was rated",
            "ratings of the item that were learned from",
            METRIC);
    chart.getStyler().setYAxisMin(0.0);
    results.forEach(result -> draw(chart, result, popularity, gains(result, popularity)));
    return Plot.of(chart);
  }

  private static void draw(
      XYChart chart, ModelResult result, IntToDoubleFunction property, List<Double> values) {
    List<Double> places = bins(result, property, p -> property.applyAsDouble(p.event()));
    chart.addSeries(legend(result), places, values).setMarker(SeriesMarkers.CIRCLE);
  }

  /** What tells the results apart: their way, of several of one model. */
  private static String legend(ModelResult result) {
    return Objects.requireNonNullElse(result.name().way(), result.name().model());
  }

  private static List<Double> gains(ModelResult result, IntToDoubleFunction property) {
    return bins(result, property, p -> RankMetrics.ndcg(p.rank()));
  }

  private static List<Double> bins(
      ModelResult result, IntToDoubleFunction property, ToDoubleFunction<Prediction> value) {
    List<Prediction> sorted =
        Objects.requireNonNull(result.predictions()).all().stream()
            .sorted(Comparator.comparingDouble(p -> property.applyAsDouble(p.event())))
            .toList();
    List<Double> means = new ArrayList<>();
    int bins = Math.min(BINS, sorted.size());
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) sorted.size() * bin / bins);
      int to = (int) ((long) sorted.size() * (bin + 1) / bins);
      means.add(sorted.subList(from, to).stream().mapToDouble(value).average().orElse(0));
    }
    return means;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart = Plot.chart(title, x, y);
    chart.getStyler().setXAxisLogarithmic(true);
    return chart;
  }
}
