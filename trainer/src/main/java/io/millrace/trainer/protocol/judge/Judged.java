package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.RankMetrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a judge found of a model. Immutable; {@code metrics} and {@code seconds} are not to be
 * changed.
 *
 * @param metrics by name, such as {@code ndcg@10}
 * @param predictions of next events, one by one; null where the protocol makes none
 * @param dump for anyone to check the metrics by
 * @param seconds wall-clock by phase
 */
public record Judged(
    Map<String, Double> metrics,
    @Nullable Predictions predictions,
    DumpLines dump,
    Map<String, Double> seconds) {
  /** Of next events. */
  static Judged of(Interactions log, Predictions predictions, Laps laps) {
    DumpFormat format = new DumpFormat(log);
    return new Judged(
        RankMetrics.of(predictions, log.itemIds().size()),
        predictions,
        () -> predictions.all().stream().map(format::prediction),
        laps.seconds());
  }
}
