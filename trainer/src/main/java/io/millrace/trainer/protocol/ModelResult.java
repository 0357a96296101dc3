package io.millrace.trainer.protocol;

import io.millrace.trainer.evaluation.Predictions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model did.
 *
 * @param model its name
 * @param metrics by name, such as {@code ndcg@10}; empty if it could not be judged
 * @param fault why it could not; null if it could
 * @param predictions one by one; null where the protocol has none
 * @param seconds wall-clock by phase: training, updates included, and predicting; a training that
 *     several results share is the first one's
 * @param recall by source and number of candidates, where that was measured
 */
public record ModelResult(
    String model,
    Map<String, Double> metrics,
    @Nullable String fault,
    @Nullable Predictions predictions,
    Map<String, Double> seconds,
    Map<String, Map<Integer, Double>> recall) {
  public ModelResult {
    metrics = Map.copyOf(metrics);
    seconds = Map.copyOf(seconds);
    recall = Collections.unmodifiableMap(new LinkedHashMap<>(recall));
  }

  /** A model that was judged. */
  static ModelResult of(
      String model,
      Map<String, Double> metrics,
      @Nullable Predictions predictions,
      Map<String, Double> seconds) {
    return new ModelResult(model, metrics, null, predictions, seconds, Map.of());
  }

  /** A model that could not be. */
  static ModelResult failed(String model, @Nullable String fault) {
    return new ModelResult(model, Map.of(), fault, null, Map.of(), Map.of());
  }

  /** What comes before the way it was judged in, as {@code pipeline} of {@code pipeline@frozen}. */
  String base() {
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at);
  }

  /** The way it was judged in, of several; else its whole name. */
  String way() {
    return model.substring(model.indexOf('@') + 1);
  }

  /** With what its sources find. */
  ModelResult withRecall(Map<String, Map<Integer, Double>> found) {
    return new ModelResult(model, metrics, fault, predictions, seconds, found);
  }
}
