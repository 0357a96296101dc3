package io.millrace.trainer.study;

import io.millrace.trainer.TrainingProgress;
import java.util.SortedMap;

/** Trains with settings and judges on the validation data. */
interface TrialTraining {
  /**
   * Trains.
   *
   * @param number of the trial, from 1
   * @param settings over all others, by full key
   * @param progress told of steps and epochs; may cancel the training at the end of an epoch
   * @return NDCG@10
   * @throws io.millrace.runtime.UserFault if the settings do not go together
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   * @throws java.util.concurrent.CancellationException if progress cancelled it
   */
  double ndcg(int number, SortedMap<String, String> settings, TrainingProgress progress);
}
