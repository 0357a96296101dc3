package io.millrace.trainer.protocol.contender;

import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.learner.UserHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How the system under judgement is trained and serves. Immutable.
 *
 * @param configured as configured
 * @param pooled the same with towers that pool a history
 * @param sequence the same with towers that read it in order
 */
public record SystemSettings(
    TrainingSettings configured, TrainingSettings pooled, TrainingSettings sequence) {
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
    return new SystemSettings(
        TrainingSettings.of(load.apply(Map.of())),
        TrainingSettings.of(load.apply(Map.of(HISTORY, "pooled"))),
        TrainingSettings.of(load.apply(Map.of(HISTORY, "sequence"))));
  }

  /** As configured, but for how the towers read a history. */
  TrainingSettings reading(UserHistory history) {
    return switch (history) {
      case POOLED -> pooled;
      case SEQUENCE -> sequence;
    };
  }

  /** Of what is random. */
  public long seed() {
    return configured.config().seed();
  }
}
