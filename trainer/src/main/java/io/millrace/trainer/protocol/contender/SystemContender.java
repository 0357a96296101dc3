package io.millrace.trainer.protocol.contender;

import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.evaluation.RollingView;
import io.millrace.trainer.evaluation.SystemForecaster;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The system under judgement, whole or by its towers alone. */
final class SystemContender implements RollingContender {
  private final SystemTraining system;
  private final Stage stage;
  private final RecommenderSettings retrieval;
  private @Nullable Interactions training;
  private @Nullable Generation trained;
  private @Nullable Generation generation;

  SystemContender(SystemTraining system, Stage stage) {
    this(system, stage, system.retrieval());
  }

  /** The same with candidates gathered otherwise than in training. */
  SystemContender(SystemTraining system, Stage stage, RecommenderSettings retrieval) {
    this.system = system;
    this.stage = stage;
    this.retrieval = retrieval;
  }

  @Override
  public void fit(Interactions data) {
    trained = system.train(data, trained);
    generation = trained;
    training = data;
  }

  @Override
  public void update(Interactions known) {
    generation = system.update(known, generation());
  }

  private Generation generation() {
    return Objects.requireNonNull(generation, "fit comes first");
  }

  private Interactions training() {
    return Objects.requireNonNull(training, "fit comes first");
  }

  @Override
  public Supplier<Forecaster> frozen(Interactions log) {
    return frozen(log, retrieval, stage, null);
  }

  @Override
  public Optional<Proposer> proposer() {
    return Optional.of((log, settings, source) -> frozen(log, settings, Stage.CANDIDATES, source));
  }

  private Supplier<Forecaster> frozen(
      Interactions log, RecommenderSettings settings, Stage until, @Nullable SourceKind source) {
    FrozenState frozen = system.state(training());
    Generation fitted = generation();
    return () -> new SystemForecaster(log, frozen.view(), () -> fitted, settings, until, source);
  }

  @Override
  public Forecaster rolling(Interactions log) {
    RollingView view = new RollingView(system.replayed(training()).state());
    return new SystemForecaster(log, view, this::generation, retrieval, stage, null);
  }
}
