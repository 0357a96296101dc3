package io.millrace.trainer.protocol;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges models by a protocol, one after the other. For one thread. */
public final class ProtocolRun {
  private final EvaluationOptions options;
  private final TrainerConfig config;
  private final FeatureSettings features;
  private final RecommenderSettings retrieval;
  private final TrainingProgress progress;

  /**
   * A run; settings as training and serving have them.
   *
   * @param progress told what is going on, from any thread, one at a time
   */
  public ProtocolRun(
      EvaluationOptions options,
      TrainerConfig config,
      FeatureSettings features,
      RecommenderSettings retrieval,
      TrainingProgress progress) {
    this.options = options;
    this.config = config;
    this.features = features;
    this.retrieval = retrieval;
    this.progress = progress;
  }

  /**
   * Judges. A model that cannot be judged on this data is reported with the reason; the others go
   * on.
   *
   * @throws UserFault if the protocol does not fit the data
   */
  public EvaluationReport run(EvaluationData data) {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
        SystemTraining system = new SystemTraining(config, features, retrieval, progress)) {
      ProtocolJudge judge = judge(data, workers);
      List<ModelResult> results = new ArrayList<>();
      for (ModelName model : options.models()) {
        ModelResult result = judged(judge, model, contender(model, system));
        write(data, result);
        results.add(result);
      }
      return new EvaluationReport(data, options, judge.facts(), config, results);
    }
  }

  private ProtocolJudge judge(EvaluationData data, Workers workers) {
    return switch (options.protocol()) {
      case P1 -> new NextEventJudge(data, options, workers);
      case P2 -> new LeaveOneOutJudge(data.log(), workers);
      case P3 -> new TemporalSplitJudge(data.log());
      case P4 -> throw new UserFault("--protocol: p4 is not there yet");
    };
  }

  private static Contender contender(ModelName model, SystemTraining system) {
    Baseline baseline = model.baseline();
    if (baseline != null) {
      return new BaselineContender(baseline);
    }
    Stage stage = model == ModelName.TWO_TOWER ? Stage.RETRIEVAL : Stage.RANKING;
    return new SystemContender(system, stage);
  }

  private ModelResult judged(ProtocolJudge judge, ModelName model, Contender contender) {
    try {
      return judge.judge(model.label(), contender, progress);
    } catch (UserFault | DivergenceException e) {
      return new ModelResult(model.label(), Map.of(), e.getMessage(), null, Map.of());
    }
  }

  private void write(EvaluationData data, ModelResult result) {
    if (options.dump() != null && result.predictions() != null) {
      Dump.write(
          Dump.file(options.dump(), result.model(), options.models().size()),
          data.log(),
          result.predictions());
    }
  }
}
