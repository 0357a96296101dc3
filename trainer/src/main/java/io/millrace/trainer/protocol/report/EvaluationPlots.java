package io.millrace.trainer.protocol.report;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.Reliability;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws an evaluation's plots as SVG, without a display. */
final class EvaluationPlots {
  /** Where the axis of probabilities begins. */
  private static final double LEAST_PROBABILITY = 1e-6;

  private final EvaluationReport report;
  private final Interactions log;

  EvaluationPlots(EvaluationReport report) {
    this.report = report;
    this.log = report.data().log();
  }

  /** All there is to draw. */
  List<Plot> all() {
    List<Plot> plots = new ArrayList<>();
    TrainingPart training = report.training();
    if (training != null) {
      new Comparisons(report.results())
          .groups()
          .forEach(
              (model, results) ->
                  plots.addAll(new PredictionPlots(log, training, model, results).all()));
    }
    report.results().stream()
        .filter(result -> !result.recall().isEmpty())
        .forEach(result -> plots.add(overCandidates(result)));
    plots.addAll(reliability());
    return plots;
  }

  /** How often what was said to be likely was rated; none where nothing said how likely. */
  private List<Plot> reliability() {
    XYChart chart =
        Plot.chart("Items of lists of ten by their probability", "probability", "rated next");
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    for (ModelResult result : report.results()) {
      Predictions predictions = result.predictions();
      List<Reliability.Bin> bins =
          predictions == null ? List.of() : Reliability.of(predictions).bins();
      if (!bins.isEmpty()) {
        List<Double> said =
            bins.stream().map(bin -> Math.max(LEAST_PROBABILITY, bin.probability())).toList();
        List<Double> found = bins.stream().map(Reliability.Bin::rated).toList();
        chart.addSeries(result.label(), said, found).setMarker(SeriesMarkers.CIRCLE);
      }
    }
    return chart.getSeriesMap().isEmpty() ? List.of() : List.of(Plot.of(chart));
  }

  private static Plot overCandidates(ModelResult result) {
    String title = "Recall of " + result.label() + "'s sources";
    XYChart chart = Plot.chart(title, "candidates", "recall");
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    for (Map.Entry<String, Map<Integer, Double>> source : result.recall().entrySet()) {
      List<Integer> sizes = List.copyOf(source.getValue().keySet());
      List<Double> recall = List.copyOf(source.getValue().values());
      chart.addSeries(source.getKey(), sizes, recall).setMarker(SeriesMarkers.CIRCLE);
    }
    return Plot.of(chart);
  }
}
