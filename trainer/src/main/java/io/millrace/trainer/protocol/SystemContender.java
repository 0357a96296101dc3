package io.millrace.trainer.protocol;

import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.evaluation.RollingView;
import io.millrace.trainer.evaluation.SystemForecaster;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The system under judgement, whole or by its towers alone. */
final class SystemContender implements Contender {
  private final SystemTraining system;
  private final Stage stage;
  private @Nullable Interactions training;
  private @Nullable Generation generation;

  SystemContender(SystemTraining system, Stage stage) {
    this.system = system;
    this.stage = stage;
  }

  @Override
  public void fit(Interactions data) {
    generation = system.train(data, generation);
    training = data;
  }

  private Generation generation() {
    return Objects.requireNonNull(generation, "fit comes first");
  }

  @Override
  public Supplier<Forecaster> frozen(Interactions log) {
    FrozenState state = new FrozenState(replayed().state(), log.itemIds(), system.features());
    Generation fitted = generation();
    return () -> new SystemForecaster(log, state.view(), () -> fitted, system.retrieval(), stage);
  }

  @Override
  public Forecaster rolling(Interactions log) {
    RollingView view = new RollingView(replayed().state());
    return new SystemForecaster(log, view, this::generation, system.retrieval(), stage);
  }

  private FeatureReplay replayed() {
    Interactions data = Objects.requireNonNull(training, "fit comes first");
    FeatureReplay replay = new FeatureReplay(data, system.features());
    replay.playTo(data.size(), (event, before) -> {});
    return replay;
  }
}
