package io.millrace.trainer.protocol;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.protocol.ModelKind.KnownRanking;
import io.millrace.trainer.protocol.ModelKind.Pipeline;
import io.millrace.trainer.protocol.ModelKind.Towers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is judged: a model, as it is or varied.
 *
 * @param variation null for as it is
 */
record Entrant(ModelName model, @Nullable Variation variation) {
  /** All that are asked for, in the order of the table. */
  static List<Entrant> of(EvaluationOptions options) {
    List<Entrant> all = new ArrayList<>();
    for (ModelName model : options.models()) {
      all.add(new Entrant(model, null));
      if (model == ModelName.PIPELINE) {
        options.variations().forEach(other -> all.add(new Entrant(model, other)));
      }
    }
    return all;
  }

  /** Whether it is the whole pipeline as it is. */
  boolean whole() {
    return model == ModelName.PIPELINE && variation == null;
  }

  /** Such as {@code pipeline-without-ranker}; may be part of a file's name. */
  String label() {
    return variation == null ? model.label() : model.label() + "-" + variation.suffix();
  }

  /** Not fitted yet. */
  Contender contender(SystemSettings settings, Function<TrainerConfig, SystemTraining> systems) {
    return switch (model.ranking()) {
      case KnownRanking known ->
          new BaselineContender(known.made().apply(settings.configured().seed()));
      case Towers(UserHistory history) ->
          new SystemContender(systems.apply(settings.reading(history)), Stage.RETRIEVAL);
      case Pipeline() -> pipeline(systems.apply(settings.configured()));
    };
  }

  private Contender pipeline(SystemTraining system) {
    return switch (variation) {
      case null -> new SystemContender(system, Stage.RANKING);
      case Part part -> new SystemContender(system, part.stage(), part.away(system.retrieval()));
      case Newcomer newcomer -> new NewcomerContender(system, newcomer);
    };
  }
}
