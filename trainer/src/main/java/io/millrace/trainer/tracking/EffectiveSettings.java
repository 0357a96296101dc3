package io.millrace.trainer.tracking;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.SettingsMap;
import io.millrace.trainer.TrainerConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a training depends on, as settings. */
public final class EffectiveSettings {
  private EffectiveSettings() {}

  /** By full key; whom a training is told to, and where it is written down, are none of it. */
  public static SortedMap<String, String> of(
      TrainerConfig config, FeatureSettings features, RecommenderSettings retrieval) {
    SortedMap<String, String> all = new TreeMap<>(SettingsMap.of("trainer", config));
    all.keySet()
        .removeIf(key -> key.startsWith("trainer.mlflow.") || key.startsWith("trainer.runs."));
    all.putAll(SettingsMap.of("features.state", features));
    all.putAll(SettingsMap.of("recommend.retrieval", retrieval));
    return all;
  }
}
