package io.millrace.trainer.protocol;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainingProgress;
import java.util.Map;
import java.util.Optional;

/** Judges contenders by one protocol on one data set. For one thread. */
interface ProtocolJudge {
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

  /** What the sources find of the events to be predicted; empty where that is not measured. */
  default Optional<SourceRecall> sourceRecall(RecommenderSettings settings) {
    return Optional.empty();
  }
}
