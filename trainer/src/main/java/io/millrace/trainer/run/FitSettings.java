package io.millrace.trainer.run;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.UserHistory;

/**
 * What all fits of a training have in common.
 *
 * @param retrieval by which the ranker's candidates are proposed
 * @param history as the engine learns it, which may be simpler than the one that is configured
 * @param progress told what is going on, from any thread, one at a time
 */
record FitSettings(
    TrainerConfig config,
    FeatureSettings features,
    RecommenderSettings retrieval,
    Engine engine,
    UserHistory history,
    TrainingProgress progress) {
  /** An encoder of all users and items there are, without the features that are left out. */
  FeatureEncoder encoder(Interactions data) {
    return FeatureEncoder.fit(
        data.items().values(), data.users().values(), config.leaveOutFeatures());
  }
}
