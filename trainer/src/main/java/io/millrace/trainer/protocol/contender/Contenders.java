package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.ModelKind.Factors;
import io.millrace.trainer.protocol.contender.ModelKind.KnownRanking;
import io.millrace.trainer.protocol.contender.ModelKind.KnownRating;
import io.millrace.trainer.protocol.contender.ModelKind.Pipeline;
import io.millrace.trainer.protocol.contender.ModelKind.Towers;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes what is judged, not fitted yet. Models that are views of one training share it, and its
 * engine, which closing this closes. For one thread, as is what it makes.
 */
public final class Contenders implements AutoCloseable {
  private final Workers workers;
  private final TrainingProgress progress;
  private final Map<TrainingSettings, SystemTraining> systems = new HashMap<>();

  /**
   * None yet.
   *
   * @param workers that the rating factors are fitted by; not closed here
   * @param progress told of each training, from any thread, one at a time
   */
  public Contenders(Workers workers, TrainingProgress progress) {
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * What ranks items.
   *
   * @param settings by which the system is trained, and what is random is drawn
   * @throws IllegalArgumentException if the entrant's model forecasts ratings alone
   */
  public Contender contender(Entrant entrant, SystemSettings settings) {
    return switch (entrant.model().ranking()) {
      case KnownRanking known -> new BaselineContender(known.made().apply(settings.seed()));
      case Towers(UserHistory history) ->
          new SystemContender(system(settings.reading(history)), Stage.RETRIEVAL);
      case Pipeline() -> pipeline(entrant, system(settings.configured()));
    };
  }

  private static Contender pipeline(Entrant entrant, SystemTraining system) {
    return switch (entrant.variation()) {
      case null -> new SystemContender(system, Stage.RANKING);
      case Part part -> new SystemContender(system, part.stage(), part.away(system.retrieval()));
      case Newcomer newcomer -> new NewcomerContender(system, newcomer);
    };
  }

  /**
   * What forecasts ratings.
   *
   * @param settings by which the system is trained, and what is random is drawn
   * @throws IllegalArgumentException if the model ranks items alone
   */
  public Rater rater(ModelName model, SystemSettings settings) {
    return switch (model.rating()) {
      case KnownRating known -> new BaselineRater(known.made().apply(settings.seed()));
      case Factors() -> new FactorsRater(settings.configured().config(), workers, progress);
      case Pipeline() -> new SystemRater(system(settings.configured()));
    };
  }

  /** One for each way of training. */
  private SystemTraining system(TrainingSettings settings) {
    return systems.computeIfAbsent(settings, trained -> new SystemTraining(trained, progress));
  }

  @Override
  public void close() {
    systems.values().forEach(SystemTraining::close);
  }
}
