package io.millrace.trainer;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.config.SettingsMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a training depends on: it keeps state and proposes candidates as serving does.
 * Immutable.
 *
 * @param config of the trainer
 * @param features how state is kept, as the features service has it
 * @param retrieval how candidates are proposed, as the serving side has it
 */
public record TrainingSettings(
    TrainerConfig config, FeatureSettings features, RecommenderSettings retrieval) {
  private static final String TRAINER = "trainer";
  private static final String FEATURES = "features.state";
  private static final String RETRIEVAL = "recommend.retrieval";

  /**
   * Checks that they go together.
   *
   * @throws io.millrace.runtime.UserFault if the towers ask for more of a history than is kept
   */
  public TrainingSettings {
    config.requireKept(features);
  }

  /**
   * From configuration.
   *
   * @throws io.millrace.runtime.UserFault if a value breaks its rule, or the values do not go
   *     together
   */
  public static TrainingSettings of(Configuration configuration) {
    return new TrainingSettings(
        configuration.bind(TRAINER, TrainerConfig.class),
        configuration.bind(FEATURES, FeatureSettings.class),
        configuration.bind(RETRIEVAL, RecommenderSettings.class));
  }

  /**
   * As settings, by full key; whom a training is told to, and where it is written down, are none of
   * it.
   *
   * @return a copy, to be changed at will
   */
  public SortedMap<String, String> effective() {
    SortedMap<String, String> all = new TreeMap<>(SettingsMap.of(TRAINER, config));
    all.keySet()
        .removeIf(key -> key.startsWith("trainer.mlflow.") || key.startsWith("trainer.runs."));
    all.putAll(SettingsMap.of(FEATURES, features));
    all.putAll(SettingsMap.of(RETRIEVAL, retrieval));
    return all;
  }
}
