package io.millrace.trainer.study;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.tracking.EffectiveSettings;
import java.util.SortedMap;

/** All that a trial depends on, bound. */
record TrialSettings(
    TrainerConfig config, FeatureSettings features, RecommenderSettings retrieval) {
  /**
   * From configuration.
   *
   * @throws io.millrace.runtime.UserFault if the values do not go together
   */
  static TrialSettings of(Configuration configuration) {
    TrialSettings settings =
        new TrialSettings(
            configuration.bind("trainer", TrainerConfig.class),
            configuration.bind("features.state", FeatureSettings.class),
            configuration.bind("recommend.retrieval", RecommenderSettings.class));
    settings.config().requireKept(settings.features());
    return settings;
  }

  /** By full key. */
  SortedMap<String, String> all() {
    return EffectiveSettings.of(config, features, retrieval);
  }
}
