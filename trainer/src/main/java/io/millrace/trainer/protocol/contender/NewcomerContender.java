package io.millrace.trainer.protocol.contender;

import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.evaluation.NewcomerForecaster;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole system, judged on users of whom it knows little. */
final class NewcomerContender implements Contender {
  private final SystemTraining system;
  private final Newcomer newcomer;
  private @Nullable Generation generation;
  private @Nullable FrozenState state;

  NewcomerContender(SystemTraining system, Newcomer newcomer) {
    this.system = system;
    this.newcomer = newcomer;
  }

  @Override
  public void fit(Interactions training) {
    generation = system.train(training, null);
    state = system.state(training);
  }

  @Override
  public Supplier<Forecaster> frozen(Interactions log) {
    Generation fitted = Objects.requireNonNull(generation, "fit comes first");
    FrozenState now = Objects.requireNonNull(state, "fit comes first");
    return () ->
        new NewcomerForecaster(
            log, now, fitted, system.retrieval(), newcomer.known(), newcomer.anonymous());
  }
}
