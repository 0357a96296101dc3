package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.baseline.RatingBaseline;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges models by a protocol, one after the other. For one thread; runs once. */
public final class ProtocolRun {
  /** Where models are judged in several ways, the one in which nothing moves. */
  static final String FROZEN = "frozen";

  private final EvaluationOptions options;
  private final List<SystemSettings> seeds;
  private final TrainingProgress progress;
  private final Map<TrainerConfig, SystemTraining> systems = new HashMap<>();

  /**
   * A run.
   *
   * @param seeds settings as training and serving have them, one for each seed
   * @param progress told what is going on, from any thread, one at a time
   */
  public ProtocolRun(
      EvaluationOptions options, List<SystemSettings> seeds, TrainingProgress progress) {
    this.options = options;
    this.seeds = List.copyOf(seeds);
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
    for (Entrant entrant : Entrant.of(options)) {
      judges.forEach(
          (way, judge) ->
              results.add(
                  seeded(
                      entrant.model(), settings -> ranked(data, entrant, way, judge, settings))));
    }
    return report(data, facts(judges), results);
  }

  private ModelResult ranked(
      EvaluationData data,
      Entrant entrant,
      String way,
      ProtocolJudge judge,
      SystemSettings settings) {
    String label = entrant.label() + way;
    Contender contender = entrant.contender(settings, this::system);
    ModelResult result = judged(label, () -> judge.judge(label, contender, progress));
    write(data, entrant.model(), result, settings.configured().seed());
    return settings.equals(seeds.getFirst()) ? withRecall(result, contender, judge) : result;
  }

  /** One result of all seeds; where nothing is random, of the first. */
  private ModelResult seeded(ModelName model, Function<SystemSettings, ModelResult> judging) {
    SortedMap<Long, ModelResult> all = new TreeMap<>();
    for (SystemSettings settings : model.random() ? seeds : seeds.subList(0, 1)) {
      all.put(settings.configured().seed(), judging.apply(settings));
    }
    return ModelResult.over(all);
  }

  private EvaluationReport report(
      EvaluationData data, Map<String, Object> facts, List<ModelResult> results) {
    return new EvaluationReport(
        data, options, facts, seeds.stream().map(SystemSettings::configured).toList(), results);
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
    SourceRecall recall = next.sourceRecall(seeds.getFirst().retrieval());
    return result.withRecall(
        recall.of(system, new PredictionBar("recall", recall.sampled(), progress)));
  }

  private EvaluationReport rated(EvaluationData data, Workers workers) {
    long folds = seeds.getFirst().configured().seed();
    RatingJudge judge = new RatingJudge(data.log(), folds, workers);
    List<ModelResult> results = new ArrayList<>();
    for (ModelName model : options.models()) {
      results.add(
          seeded(
              model,
              settings -> {
                Rater rater = rater(model, settings, workers);
                return judged(model.label(), () -> judge.judge(model.label(), rater, progress));
              }));
    }
    return report(data, judge.facts(), results);
  }

  private ProtocolJudge judge(EvaluationData data, @Nullable Rolling often, Workers workers) {
    return switch (options.protocol()) {
      case P1 -> new NextEventJudge(data, options, often, workers);
      case P2 -> new LeaveOneOutJudge(data.log(), workers);
      case P3, P4 -> new TemporalSplitJudge(data.log());
    };
  }

  private Rater rater(ModelName model, SystemSettings settings, Workers workers) {
    if (model == ModelName.RATING_FACTORS) {
      return new FactorsRater(settings.configured(), workers, progress);
    }
    RatingBaseline baseline = model.ratingBaseline(settings.configured().seed());
    return baseline == null
        ? new SystemRater(system(settings.configured()))
        : new BaselineRater(baseline);
  }

  /** One for each way of training: models that are views of the same share it. */
  private SystemTraining system(TrainerConfig config) {
    SystemSettings settings = seeds.getFirst();
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

  private void write(EvaluationData data, ModelName model, ModelResult result, long seed) {
    if (options.dump() != null && result.predictions() != null) {
      String name = result.model() + (seeds.size() > 1 && model.random() ? ".seed" + seed : "");
      int lines = Entrant.of(options).size() * options.ways() * seeds.size();
      Dump.write(Dump.file(options.dump(), name, lines), data.log(), result.predictions());
    }
  }
}
