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
 * @param rolling with P1: each a way to be judged, empty for frozen; beside several, frozen is too
 * @param models names, in the order of the table
 * @param without parts that the pipeline is judged without too, one by one, from the same training
 * @param dump where predictions are written; null for nowhere
 * @param recall whether the recall of the pipeline's sources is measured, with P1 frozen
 */
public record EvaluationOptions(
    ProtocolName protocol,
    Cut cut,
    List<Rolling> rolling,
    List<ModelName> models,
    List<Part> without,
    @Nullable Path dump,
    boolean recall) {
  public EvaluationOptions {
    models = List.copyOf(models);
    rolling = List.copyOf(rolling);
    without = List.copyOf(without);
    if (!rolling.isEmpty() && protocol != ProtocolName.P1) {
      throw new UserFault(
          "--rolling: goes with --protocol p1 alone, was " + protocol + "; leave one of them out");
    }
    if (!without.isEmpty()) {
      requirePipeline(protocol, models);
    }
  }

  private static void requirePipeline(ProtocolName protocol, List<ModelName> models) {
    if (protocol == ProtocolName.P4 || !models.contains(ModelName.PIPELINE)) {
      throw new UserFault(
          ("--without: goes with the model pipeline and with --protocol p1, p2 or p3, was with %s"
                  + " and %s; leave it out")
              .formatted(models.stream().map(ModelName::label).toList(), protocol));
    }
  }

  /** Ways in which each model is judged. */
  int ways() {
    return rolling.size() > 1 ? rolling.size() + 1 : 1;
  }
}
