package io.millrace.trainer.protocol;

import io.millrace.trainer.evaluation.Predictions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model did.
 *
 * @param model its name
 * @param metrics by name, such as {@code ndcg@10}; empty if it could not be judged
 * @param fault why it could not; null if it could
 * @param predictions one by one; null where the protocol has none
 * @param seconds wall-clock by phase: training, predicting
 */
public record ModelResult(
    String model,
    Map<String, Double> metrics,
    @Nullable String fault,
    @Nullable Predictions predictions,
    Map<String, Double> seconds) {
  public ModelResult {
    metrics = Map.copyOf(metrics);
    seconds = Map.copyOf(seconds);
  }
}
