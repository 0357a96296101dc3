package io.millrace.trainer.run;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.UserHistory;

/**
 * What all fits of a training have in common.
 *
 * @param training with which all of them are trained
 * @param history as the engine learns it, which may be simpler than the one that is configured
 * @param course of the training, told what is going on, from any thread, one at a time
 */
record FitSettings(TrainingSettings training, Engine engine, UserHistory history, Course course) {
  /** Told of every step and epoch. */
  TrainingProgress progress() {
    return course;
  }

  /** The trainer's. */
  TrainerConfig config() {
    return training.config();
  }

  /** An encoder of all users and items there are, without the features that are left out. */
  FeatureEncoder encoder(Interactions data) {
    return FeatureEncoder.fit(
        data.items().values(), data.users().values(), config().leaveOutFeatures());
  }
}
