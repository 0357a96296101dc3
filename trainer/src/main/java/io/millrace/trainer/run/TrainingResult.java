package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.schemas.Judgement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param bundle refitted on everything; null if refused, or if only a candidate was asked for
 * @param candidate the bundle that was judged
 * @param judgement by which it was
 * @param refusal why it may not be published; null if it may
 * @param warm whether it began with the live generation's weights
 * @param examples the published bundle learned from
 * @param log of both fits
 * @param seconds by phase
 */
public record TrainingResult(
    @Nullable Bundle bundle,
    Bundle candidate,
    Judgement judgement,
    @Nullable String refusal,
    boolean warm,
    long examples,
    List<EpochLog> log,
    Map<String, Double> seconds) {
  public TrainingResult {
    log = List.copyOf(log);
    seconds = Map.copyOf(seconds);
  }
}
