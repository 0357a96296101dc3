package io.millrace.trainer.protocol;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import java.util.Map;
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

  /**
   * From configuration.
   *
   * @param load gives the configuration with some keys set over all others
   * @throws io.millrace.runtime.UserFault if the towers ask for more of a history than is kept
   */
  public static SystemSettings of(Function<Map<String, String>, Configuration> load) {
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
}
