package io.millrace.trainer.protocol.contender;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.run.TrainingRun;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains the system as its trainer does. Several models are views of one first training. For one
 * thread.
 */
final class SystemTraining implements AutoCloseable {
  private final TrainingSettings settings;
  private final TrainingProgress progress;
  private final IdentityHashMap<Interactions, Generation> first = new IdentityHashMap<>();
  private @Nullable Engine engine;
  private @Nullable Moment last;

  /** What interactions come to. */
  private record Moment(Interactions training, FrozenState state) {}

  SystemTraining(TrainingSettings settings, TrainingProgress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  RecommenderSettings retrieval() {
    return settings.retrieval();
  }

  /**
   * The generation that training on these gives. From random weights the same interactions are
   * trained on once.
   *
   * @param before whose weights it may begin with, or null
   */
  Generation train(Interactions training, @Nullable Generation before) {
    if (before == null) {
      return first.computeIfAbsent(training, this::trainAfresh);
    }
    Generation.Model warm = settings.config().warmStart() ? before.model() : null;
    return run(training, warm == null ? null : warm.bundle());
  }

  /** The generation that training on these gives, whatever was trained before. */
  Generation trainAfresh(Interactions training) {
    return run(training, null);
  }

  /** The generation that an update of another with the newest of these gives. */
  Generation update(Interactions known, Generation before) {
    Generation.Model model = Objects.requireNonNull(before.model(), "trained before");
    return generation(training().fitUpdate(known, model.bundle()), known);
  }

  private Generation run(Interactions training, @Nullable Bundle warm) {
    return generation(training().fit(training, warm), training);
  }

  private TrainingRun training() {
    if (engine == null) {
      engine = Engines.open(settings.config());
      progress.opened(engine.name(), engine.device());
    }
    return new TrainingRun(settings, engine, progress);
  }

  private static Generation generation(Bundle bundle, Interactions known) {
    return Generation.embedding("judged", bundle, known.catalogue());
  }

  /** The state that these come to; the last one is kept, for several models are views of it. */
  FrozenState state(Interactions training) {
    Moment known = last;
    if (known == null || known.training() != training) {
      known =
          new Moment(training, FrozenState.before(training, training.size(), settings.features()));
      last = known;
    }
    return known.state();
  }

  /** The same, to go on from. */
  FeatureReplay replayed(Interactions training) {
    FeatureReplay replay = new FeatureReplay(training, settings.features());
    replay.playTo(training.size(), (event, before) -> {});
    return replay;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
