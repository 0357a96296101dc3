package io.millrace.trainer.run;

import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended.
 *
 * @param generation its id
 * @param verdict published or refused
 * @param refusal why it was refused; null if it was not
 * @param engine that trained
 * @param device it trained on
 * @param examples learned from
 * @param seconds wall-clock, from snapshot to publication
 * @param judgement by which the gate decided
 * @param phaseSeconds wall-clock by phase
 */
public record TrainingOutcome(
    String generation,
    GateVerdict verdict,
    @Nullable String refusal,
    String engine,
    String device,
    long examples,
    double seconds,
    Judgement judgement,
    Map<String, Double> phaseSeconds) {
  public TrainingOutcome {
    phaseSeconds = Map.copyOf(phaseSeconds);
  }
}
