package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to judge, and how.
 *
 * @param protocol which
 * @param cut where training ends, for P1
 * @param retrainEvery with P1: null for frozen; else rolling, trained anew after each such share of
 *     the events after the cut, above 0, at most 1; 1 for never
 * @param models names, in the order of the table
 * @param dump where predictions are written; null for nowhere
 * @param recall whether the recall of the pipeline's sources is measured, with P1 frozen
 */
public record EvaluationOptions(
    ProtocolName protocol,
    Cut cut,
    @Nullable Double retrainEvery,
    List<ModelName> models,
    @Nullable Path dump,
    boolean recall) {
  public EvaluationOptions {
    models = List.copyOf(models);
    if (retrainEvery != null && !(retrainEvery > 0 && retrainEvery <= 1)) {
      throw new UserFault(
          "--retrain-every: must be above 0 % and at most 100 %, was " + 100 * retrainEvery + " %");
    }
    if (retrainEvery != null && protocol != ProtocolName.P1) {
      throw new UserFault(
          "--rolling: goes with --protocol p1 alone, was " + protocol + "; leave one of them out");
    }
  }
}
