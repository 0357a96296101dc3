package io.millrace.trainer.protocol;

import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.SystemSettings;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Evaluations with a small system. */
public final class Runs {
  private Runs() {}

  static EvaluationReport p1(EvaluationData data, ModelName... models) {
    return p1(data, 0.9, models);
  }

  static EvaluationReport p1(EvaluationData data, double quantile, ModelName... models) {
    return p1(data, quantile, Map.of(), models);
  }

  /** With the small system's settings, but for these. */
  static EvaluationReport p1(
      EvaluationData data, double quantile, Map<String, String> but, ModelName... models) {
    EvaluationOptions options =
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Quantile(quantile),
            List.of(),
            List.of(models),
            List.of(),
            null,
            false,
            null);
    return new ProtocolRun(
            options, List.of(settings(but)), data, TrainingProgress.NONE, soFar -> {})
        .run();
  }

  static EvaluationReport run(EvaluationData data, EvaluationOptions options) {
    return run(data, options, List.of());
  }

  static EvaluationReport run(EvaluationData data, EvaluationOptions options, List<Long> seeds) {
    return run(data, options, seeds, TrainingProgress.NONE);
  }

  static EvaluationReport run(
      EvaluationData data, EvaluationOptions options, List<Long> seeds, TrainingProgress progress) {
    return run(data, options, seeds, progress, soFar -> {});
  }

  static EvaluationReport run(
      EvaluationData data,
      EvaluationOptions options,
      List<Long> seeds,
      TrainingProgress progress,
      Consumer<EvaluationReport> soFar) {
    return new ProtocolRun(options, SystemSettings.of(Runs::small, seeds), data, progress, soFar)
        .run();
  }

  /** The small system's settings, of the seed that is configured. */
  public static SystemSettings settings() {
    return settings(Map.of());
  }

  /** The small system's settings, but for these. */
  public static SystemSettings settings(Map<String, String> but) {
    return SystemSettings.of(
            over -> {
              Map<String, String> all = new HashMap<>(but);
              all.putAll(over);
              return small(all);
            },
            List.of())
        .getFirst();
  }

  private static Configuration small(Map<String, String> over) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", "16");
    small.put("trainer.user_tower_dims", "[32]");
    small.put("trainer.item_tower_dims", "[32]");
    small.put("trainer.dnn_dims", "[16]");
    small.put("trainer.batch_size", "256");
    small.put("trainer.pool_size", "512");
    small.put("trainer.epochs_retrieval", "2");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.retrieval_max_examples", "10000");
    small.put("trainer.ranker_max_examples", "1000");
    small.put("trainer.judged_share", "0.05");
    small.putAll(over);
    return Configuration.load(null, small);
  }
}
