package io.millrace.trainer.evaluation;

import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether probabilities are what they say: of the items of all lists of ten, those of like
 * probability are taken together, as many in each bin, and their mean probability is held against
 * the share of them that was rated next (Naeini et al. 2015, <em>Obtaining Well Calibrated
 * Probabilities</em>). Immutable.
 *
 * @param bins from the least probable to the most
 */
public record Reliability(List<Bin> bins) {
  private static final int BINS = 20;

  /**
   * Items of like probability.
   *
   * @param probability their mean
   * @param rated share of them that was rated next
   * @param items how many
   */
  public record Bin(double probability, double rated, int items) {}

  private record Shown(double probability, boolean rated) {}

  public Reliability {
    bins = List.copyOf(bins);
  }

  /** Of predictions; without bins where they have no probabilities. */
  public static Reliability of(Predictions predictions) {
    List<Shown> shown = new ArrayList<>();
    for (Prediction prediction : predictions.all()) {
      double[] probabilities = prediction.probabilities();
      for (int k = 0; probabilities != null && k < probabilities.length; k++) {
        shown.add(new Shown(probabilities[k], prediction.rank() == k + 1));
      }
    }
    shown.sort(Comparator.comparingDouble(Shown::probability));
    List<Bin> bins = new ArrayList<>();
    int count = Math.min(BINS, shown.size());
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) shown.size() * b / count);
      int to = (int) ((long) shown.size() * (b + 1) / count);
      bins.add(bin(shown.subList(from, to)));
    }
    return new Reliability(bins);
  }

  private static Bin bin(List<Shown> items) {
    return new Bin(
        items.stream().mapToDouble(Shown::probability).average().orElse(0),
        items.stream().mapToDouble(item -> item.rated() ? 1 : 0).average().orElse(0),
        items.size());
  }

  /**
   * Puts {@code expected_hr@10}, the HR@10 that the probabilities promise, and {@code
   * calibration_error@10}, the mean distance of a bin's probability from its share, where there are
   * probabilities.
   *
   * @param predictions how many there were
   */
  void into(Map<String, Double> metrics, int predictions) {
    if (bins.isEmpty()) {
      return;
    }
    double promised = 0;
    double distance = 0;
    int items = 0;
    for (Bin bin : bins) {
      promised += bin.items() * bin.probability();
      distance += bin.items() * Math.abs(bin.probability() - bin.rated());
      items += bin.items();
    }
    metrics.put("expected_hr@" + Predictions.TOP, promised / predictions);
    metrics.put("calibration_error@" + Predictions.TOP, distance / items);
  }
}
