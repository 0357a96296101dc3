package io.millrace.trainer.protocol;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.run.TrainingRun;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains the system as its trainer does, once for each part of the events: several models are views
 * of one training. For one thread.
 */
final class SystemTraining implements AutoCloseable {
  private final TrainerConfig config;
  private final FeatureSettings features;
  private final RecommenderSettings retrieval;
  private final TrainingProgress progress;
  private final Map<Integer, Generation> bySize = new TreeMap<>();
  private @Nullable Engine engine;

  SystemTraining(
      TrainerConfig config,
      FeatureSettings features,
      RecommenderSettings retrieval,
      TrainingProgress progress) {
    this.config = config;
    this.features = features;
    this.retrieval = retrieval;
    this.progress = progress;
  }

  FeatureSettings features() {
    return features;
  }

  RecommenderSettings retrieval() {
    return retrieval;
  }

  /**
   * The generation that training on these gives.
   *
   * @param before whose weights it may begin with, or null
   */
  Generation train(Interactions training, @Nullable Generation before) {
    Generation known = bySize.get(training.size());
    if (known != null) {
      return known;
    }
    if (engine == null) {
      engine = Engines.open(config);
    }
    Generation.Model warm = before == null || !config.warmStart() ? null : before.model();
    Bundle bundle =
        new TrainingRun(config, features, retrieval, engine, progress)
            .fit(training, warm == null ? null : warm.bundle());
    Generation trained = Generation.embedding("judged", bundle, training.catalogue());
    bySize.put(training.size(), trained);
    return trained;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
