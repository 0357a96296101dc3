package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.protocol.contender.Entrant;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.Newcomer;
import io.millrace.trainer.protocol.contender.Variation;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
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
 * @param variations other ways in which the pipeline is judged too, one by one, from the same
 *     training
 * @param dump where predictions are written; null for nowhere
 * @param recall whether the recall of the pipeline's sources is measured, where P1 judges it frozen
 * @param runs in which a run's directory is left of each result; null for none
 */
public record EvaluationOptions(
    ProtocolName protocol,
    Cut cut,
    List<Rolling> rolling,
    List<ModelName> models,
    List<Variation> variations,
    @Nullable Path dump,
    boolean recall,
    @Nullable Path runs) {
  public EvaluationOptions {
    models = List.copyOf(models);
    rolling = List.copyOf(rolling);
    variations = List.copyOf(variations);
    if (!rolling.isEmpty() && protocol != ProtocolName.P1) {
      throw new UserFault(
          "--rolling: goes with --protocol p1 alone, was " + protocol + "; leave one of them out");
    }
    for (Variation variation : variations) {
      requirePipeline(variation, protocol, models);
      if (variation instanceof Newcomer && !rolling.isEmpty()) {
        throw new UserFault("--newcomers, --rolling: new users are judged frozen; leave one out");
      }
    }
  }

  private static void requirePipeline(
      Variation variation, ProtocolName protocol, List<ModelName> models) {
    if (protocol == ProtocolName.P4 || !models.contains(ModelName.PIPELINE)) {
      throw new UserFault(
          ("%s: goes with the model pipeline and with --protocol p1, p2 or p3, was with %s"
                  + " and %s; leave it out")
              .formatted(
                  variation.option(), models.stream().map(ModelName::label).toList(), protocol));
    }
  }

  /** What is judged, in the order of the table. */
  List<Entrant> entrants() {
    return Entrant.of(models, variations);
  }

  /** Lines of the table: each that is judged, in each way. */
  int lines() {
    return entrants().size() * (rolling.size() > 1 ? rolling.size() + 1 : 1);
  }
}
