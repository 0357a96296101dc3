package io.millrace.trainer.evaluation;

import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;

/**
 * What a judgement is published with of next events: {@link RankMetrics}; the same by the names
 * that lists have, for with one relevant item recall@k is HR@k, precision@k a k-th of it and MAP@k
 * is MRR@k; and the {@link Diversity} of the lists of ten. Pure.
 */
final class NextEventFigures {
  private NextEventFigures() {}

  /**
   * Means over the predictions, and how many there were; where there were none, no more than that.
   *
   * @param genres each item's, by ordinal
   */
  static Map<String, Double> of(Predictions predictions, BitSet[] genres) {
    if (predictions.all().isEmpty()) {
      return Map.of("predictions", 0.0);
    }
    Map<String, Double> figures = RankMetrics.of(predictions, genres.length);
    for (int k : RankMetrics.CUTOFFS) {
      double hits = Objects.requireNonNull(figures.get("hr@" + k));
      double reciprocal = Objects.requireNonNull(figures.get("mrr@" + k));
      figures.put("recall@" + k, hits);
      figures.put("precision@" + k, hits / k);
      figures.put("map@" + k, reciprocal);
    }
    figures.put("diversity@" + Predictions.TOP, diversity(predictions, new Diversity(genres)));
    return figures;
  }

  private static double diversity(Predictions predictions, Diversity diversity) {
    return predictions.all().stream()
        .map(Prediction::top)
        .mapToDouble(list -> diversity.of(list, list.length))
        .average()
        .orElse(0);
  }
}
