package io.millrace.trainer.protocol;

import io.millrace.trainer.TrainingProgress;
import java.util.Map;

/** Judges contenders by one protocol on one data set. For one thread. */
interface ProtocolJudge {
  /** Counts and settings that belong to the figures, in the order to be shown. */
  Map<String, Object> facts();

  /**
   * Has the contender learn, and judges it.
   *
   * @param model its name
   * @throws io.millrace.runtime.UserFault if it cannot learn from this data
   */
  ModelResult judge(String model, Contender contender, TrainingProgress progress);
}
