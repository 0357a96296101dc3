package io.millrace.trainer.protocol.report;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.ClusteredMean;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import io.millrace.trainer.evaluation.RankMetrics;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How sure the NDCG@10 of next events is, and the difference of two models' on the same events, a
 * user being one draw ({@link ClusteredMean}). Of several seeds an event counts with its mean.
 *
 * @param log of the events
 */
record NextEventErrors(Interactions log) {
  /** Of a model. */
  ClusteredMean of(Predictions predictions) {
    return byUser(gains(predictions));
  }

  /** What one has more than another, of events that both predict. */
  ClusteredMean difference(Predictions one, Predictions other) {
    Map<Integer, Double> differences = gains(one);
    Map<Integer, Double> theirs = gains(other);
    differences.keySet().retainAll(theirs.keySet());
    differences.replaceAll((event, gain) -> gain - theirs.getOrDefault(event, 0.0));
    return byUser(differences);
  }

  /** NDCG@10 by event. */
  private static Map<Integer, Double> gains(Predictions predictions) {
    return predictions.all().stream()
        .collect(
            Collectors.groupingBy(
                Prediction::event, Collectors.averagingDouble(p -> RankMetrics.ndcg(p.rank()))));
  }

  private ClusteredMean byUser(Map<Integer, Double> values) {
    return ClusteredMean.of(
        values.values().stream().mapToDouble(value -> value).toArray(),
        values.keySet().stream().mapToInt(log::user).toArray());
  }
}
