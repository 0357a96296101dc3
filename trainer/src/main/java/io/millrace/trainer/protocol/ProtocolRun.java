package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.RatingBaseline;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges models by a protocol, one after the other. For one thread; runs once. */
public final class ProtocolRun {
  /** Where models are judged in several ways, the one in which nothing moves. */
  static final String FROZEN = "frozen";

  private final EvaluationOptions options;
  private final SystemSettings settings;
  private final TrainingProgress progress;
  private final Map<TrainerConfig, SystemTraining> systems = new HashMap<>();

  /**
   * A run.
   *
   * @param settings as training and serving have them
   * @param progress told what is going on, from any thread, one at a time
   */
  public ProtocolRun(
      EvaluationOptions options, SystemSettings settings, TrainingProgress progress) {
    this.options = options;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Judges. A model that cannot be judged on this data is reported with the reason; the others go
   * on.
   *
   * @throws UserFault if the protocol does not fit the data
   */
  public EvaluationReport run(EvaluationData data) {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      return options.protocol() == ProtocolName.P4 ? rated(data, workers) : ranked(data, workers);
    } finally {
      systems.values().forEach(SystemTraining::close);
    }
  }

  private EvaluationReport ranked(EvaluationData data, Workers workers) {
    Map<String, ProtocolJudge> judges = judges(data, workers);
    List<ModelResult> results = new ArrayList<>();
    for (ModelName model : options.models()) {
      judges.forEach(
          (way, judge) -> {
            Contender contender = contender(model);
            String label = model.label() + way;
            ModelResult result = judged(label, () -> judge.judge(label, contender, progress));
            write(data, result);
            results.add(withRecall(result, contender, judge));
          });
    }
    return new EvaluationReport(data, options, facts(judges), settings.configured(), results);
  }

  /** What differs between several is in their names. */
  private static Map<String, Object> facts(Map<String, ProtocolJudge> judges) {
    Map<String, Object> facts = new LinkedHashMap<>();
    judges.forEach((way, judge) -> judge.facts().forEach(facts::putIfAbsent));
    if (judges.size() > 1) {
      facts.keySet().removeIf(name -> name.endsWith(" every"));
      facts.put("mode", "rolling and frozen, from one first training");
    }
    return facts;
  }

  /** By what their results' names have after the model's. */
  private Map<String, ProtocolJudge> judges(EvaluationData data, Workers workers) {
    if (options.rolling().size() < 2) {
      Rolling often = options.rolling().isEmpty() ? null : options.rolling().getFirst();
      return Map.of("", judge(data, often, workers));
    }
    Map<String, ProtocolJudge> judges = new LinkedHashMap<>();
    judges.put("@" + FROZEN, judge(data, null, workers));
    options
        .rolling()
        .forEach(often -> judges.put("@" + often.label(), judge(data, often, workers)));
    return judges;
  }

  /** The sources' recall, where the whole system was judged frozen and somebody wants to see it. */
  private ModelResult withRecall(ModelResult result, Contender contender, ProtocolJudge judge) {
    if (!options.recall()
        || result.fault() != null
        || !(judge instanceof NextEventJudge next && contender instanceof SystemContender system)
        || !result.model().equals(ModelName.PIPELINE.label())) {
      return result;
    }
    SourceRecall recall = next.sourceRecall(settings.retrieval());
    return result.withRecall(
        recall.of(system, new PredictionBar("recall", recall.sampled(), progress)));
  }

  private EvaluationReport rated(EvaluationData data, Workers workers) {
    RatingJudge judge = new RatingJudge(data.log(), settings.configured().seed(), workers);
    List<ModelResult> results = new ArrayList<>();
    for (ModelName model : options.models()) {
      Rater rater = rater(model);
      results.add(judged(model.label(), () -> judge.judge(model.label(), rater, progress)));
    }
    return new EvaluationReport(data, options, judge.facts(), settings.configured(), results);
  }

  private ProtocolJudge judge(EvaluationData data, @Nullable Rolling often, Workers workers) {
    return switch (options.protocol()) {
      case P1 -> new NextEventJudge(data, options, often, workers);
      case P2 -> new LeaveOneOutJudge(data.log(), workers);
      case P3, P4 -> new TemporalSplitJudge(data.log());
    };
  }

  private Contender contender(ModelName model) {
    Baseline baseline = model.baseline();
    if (baseline != null) {
      return new BaselineContender(baseline);
    }
    return switch (model) {
      case TWO_TOWER -> new SystemContender(system(settings.pooled()), Stage.RETRIEVAL);
      case SEQUENCE_TOWER -> new SystemContender(system(settings.sequence()), Stage.RETRIEVAL);
      default -> new SystemContender(system(settings.configured()), Stage.RANKING);
    };
  }

  private Rater rater(ModelName model) {
    RatingBaseline baseline = model.ratingBaseline();
    return baseline == null
        ? new SystemRater(system(settings.configured()))
        : new BaselineRater(baseline);
  }

  /** One for each way of training: models that are views of the same share it. */
  private SystemTraining system(TrainerConfig config) {
    return systems.computeIfAbsent(
        config,
        trained ->
            new SystemTraining(trained, settings.features(), settings.retrieval(), progress));
  }

  private static ModelResult judged(String label, Supplier<ModelResult> judging) {
    try {
      return judging.get();
    } catch (UserFault | DivergenceException e) {
      return ModelResult.failed(label, e.getMessage());
    }
  }

  private void write(EvaluationData data, ModelResult result) {
    if (options.dump() != null && result.predictions() != null) {
      Dump.write(
          Dump.file(options.dump(), result.model(), options.models().size() * options.ways()),
          data.log(),
          result.predictions());
    }
  }
}
