package io.millrace.trainer.run;

import io.millrace.schemas.Provenance;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.learner.Engine;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a generation comes from: enough to train it again.
 *
 * @param settings that were trained with
 * @param engine that trained
 */
public record Provenances(TrainingSettings settings, Engine engine) {
  /**
   * Of a run here and now.
   *
   * @param snapshot "topic-partition" to the offset trained up to (exclusive)
   * @param parent whose weights it may have begun with; null if there was none
   */
  public Provenance of(
      Map<String, Long> snapshot, TrainingResult result, @Nullable String parent, double seconds) {
    TrainerConfig config = settings.config();
    RunEnvironment environment = RunEnvironment.of(config.effectiveThreads());
    return new Provenance(
        engine.name(),
        engine.device(),
        Map.copyOf(snapshot),
        configuration(result, parent),
        config.seed(),
        environment.codeVersion(),
        environment.jvm(),
        environment.hardware(),
        result.examples(),
        seconds);
  }

  private String configuration(TrainingResult result, @Nullable String parent) {
    String began = result.warm() && parent != null ? "weights of " + parent : "random weights";
    return "%s; %s; %s; began with %s"
        .formatted(settings.config(), settings.features(), settings.retrieval(), began);
  }
}
