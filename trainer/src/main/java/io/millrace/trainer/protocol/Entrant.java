package io.millrace.trainer.protocol;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is judged: a model, whole or without a part.
 *
 * @param without null for whole
 */
record Entrant(ModelName model, @Nullable Part without) {
  /** All that are asked for, in the order of the table. */
  static List<Entrant> of(EvaluationOptions options) {
    List<Entrant> all = new ArrayList<>();
    for (ModelName model : options.models()) {
      all.add(new Entrant(model, null));
      if (model == ModelName.PIPELINE) {
        options.without().forEach(part -> all.add(new Entrant(model, part)));
      }
    }
    return all;
  }

  /** Such as {@code pipeline-without-ranker}; may be part of a file's name. */
  String label() {
    return without == null ? model.label() : model.label() + "-without-" + without.label();
  }

  /** Not fitted yet. */
  Contender contender(SystemSettings settings, Function<TrainerConfig, SystemTraining> systems) {
    Baseline baseline = model.baseline(settings.configured().seed());
    if (baseline != null) {
      return new BaselineContender(baseline);
    }
    return switch (model) {
      case TWO_TOWER -> new SystemContender(systems.apply(settings.pooled()), Stage.RETRIEVAL);
      case SEQUENCE_TOWER ->
          new SystemContender(systems.apply(settings.sequence()), Stage.RETRIEVAL);
      default -> pipeline(systems.apply(settings.configured()));
    };
  }

  private Contender pipeline(SystemTraining system) {
    return without == null
        ? new SystemContender(system, Stage.RANKING)
        : new SystemContender(system, without.stage(), without.away(system.retrieval()));
  }
}
