package io.millrace.trainer.protocol.judge;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.Map;

/** Judges contenders, which rank, by one protocol on one data set. For one thread. */
public interface ProtocolJudge {
  /** What they learn from first. */
  TrainingPart training();

  /** Counts that belong to the figures, in the order to be shown. */
  Map<String, Object> facts();

  /**
   * Has the contender learn, and judges it.
   *
   * @param label what is judged, to be shown meanwhile
   * @throws io.millrace.runtime.UserFault if it cannot learn from this data
   */
  Judged judge(String label, Contender contender, TrainingProgress progress);

  /**
   * How many of the events to be predicted are among the candidates of the contender's sources.
   *
   * @param contender that has been judged
   * @param settings by which the union of the sources is gathered
   * @return by source, {@code union} for all, and by number of candidates: shares, 0 to 1; empty
   *     where that is not measured, or the contender has no sources
   */
  default Map<String, Map<Integer, Double>> recall(
      Contender contender, RecommenderSettings settings, TrainingProgress progress) {
    return Map.of();
  }
}
