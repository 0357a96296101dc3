package io.millrace.trainer.protocol.contender;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.tracking.EffectiveSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * How the system under judgement is trained and serves.
 *
 * @param configured the trainer as configured
 * @param pooled the same with towers that pool a history
 * @param sequence the same with towers that read it in order
 * @param features how state is kept
 * @param retrieval how candidates are gathered
 */
public record SystemSettings(
    TrainerConfig configured,
    TrainerConfig pooled,
    TrainerConfig sequence,
    FeatureSettings features,
    RecommenderSettings retrieval) {
  private static final String HISTORY = "trainer.user_history";
  private static final String SEED = "trainer.seed";

  /**
   * From configuration, for each of some seeds.
   *
   * @param load gives the configuration with some keys set over all others
   * @param seeds none for the one configured
   * @throws io.millrace.runtime.UserFault if the towers ask for more of a history than is kept
   */
  public static List<SystemSettings> of(
      Function<Map<String, String>, Configuration> load, List<Long> seeds) {
    if (seeds.isEmpty()) {
      return List.of(of(load));
    }
    return seeds.stream()
        .distinct()
        .map(seed -> of(over -> load.apply(with(over, SEED, Long.toString(seed)))))
        .toList();
  }

  private static Map<String, String> with(Map<String, String> over, String key, String value) {
    Map<String, String> all = new HashMap<>(over);
    all.put(key, value);
    return all;
  }

  private static SystemSettings of(Function<Map<String, String>, Configuration> load) {
    Configuration configured = load.apply(Map.of());
    FeatureSettings features = configured.bind("features.state", FeatureSettings.class);
    trainer(configured).requireKept(features);
    return new SystemSettings(
        trainer(configured),
        trainer(load.apply(Map.of(HISTORY, "pooled"))),
        trainer(load.apply(Map.of(HISTORY, "sequence"))),
        features,
        configured.bind("recommend.retrieval", RecommenderSettings.class));
  }

  private static TrainerConfig trainer(Configuration configuration) {
    return configuration.bind("trainer", TrainerConfig.class);
  }

  /** The trainer as configured, but for how its towers read a history. */
  TrainerConfig reading(UserHistory history) {
    return switch (history) {
      case POOLED -> pooled;
      case SEQUENCE -> sequence;
    };
  }

  /** All that a training as configured depends on, by full key. */
  public SortedMap<String, String> effective() {
    return EffectiveSettings.of(configured, features, retrieval);
  }
}
