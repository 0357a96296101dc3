package io.millrace.trainer.tracking;

import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.run.EpochLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All there is to tell of a training that has ended.
 *
 * @param name of the run: its directory's, or the generation's
 * @param dataset it learned from
 * @param started when it began
 * @param settings in effect, by full key
 * @param provenance of the model
 * @param verdict on it
 * @param refusal why the gate refused it; null if it did not
 * @param judgement by which that was decided
 * @param log of its epochs, in their order
 * @param phaseSeconds wall-clock by phase
 */
public record RunReport(
    String name,
    String dataset,
    Instant started,
    SortedMap<String, String> settings,
    Provenance provenance,
    Verdict verdict,
    @Nullable String refusal,
    Judgement judgement,
    List<EpochLog> log,
    Map<String, Double> phaseSeconds) {
  public RunReport {
    log = List.copyOf(log);
    phaseSeconds = Map.copyOf(phaseSeconds);
  }
}
