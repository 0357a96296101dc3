package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.ModelKind.Factors;
import io.millrace.trainer.protocol.ModelKind.KnownRating;
import io.millrace.trainer.protocol.ModelKind.Pipeline;
import io.millrace.trainer.run.RunEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  private final Consumer<EvaluationReport> soFar;
  private final Dumps dumps;
  private final Map<TrainerConfig, SystemTraining> systems = new HashMap<>();

  /**
   * A run.
   *
   * @param seeds settings as training and serving have them, one for each seed
   * @param progress told what is going on, from any thread, one at a time
   * @param soFar told what has been found, as often as a result is added; the last is what {@link
   *     #run} returns
   */
  public ProtocolRun(
      EvaluationOptions options,
      List<SystemSettings> seeds,
      TrainingProgress progress,
      Consumer<EvaluationReport> soFar) {
    this.options = options;
    this.seeds = List.copyOf(seeds);
    this.progress = progress;
    this.soFar = soFar;
    int lines = Entrant.of(options).size() * options.ways() * seeds.size();
    this.dumps = new Dumps(options.dump(), lines > 1);
  }

  /**
   * A way to judge.
   *
   * @param name null where it is the only one
   */
  private record Way(@Nullable String name, ProtocolJudge judge) {}

  /**
   * Judges. A model that cannot be judged on this data is reported with the reason; the others go
   * on.
   *
   * @throws UserFault if the protocol does not fit the data
   */
  public EvaluationReport run(EvaluationData data) {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      return switch (options.protocol()) {
        case P1 -> ranked(data, nextEvent(new NextEvents(data, options.cut()), workers));
        case P2 -> ranked(data, List.of(new Way(null, new LeaveOneOutJudge(data.log(), workers))));
        case P3 ->
            ranked(data, List.of(new Way(null, new TemporalSplitJudge(data.log(), workers))));
        case P4 -> rated(data, workers);
      };
    } finally {
      systems.values().forEach(SystemTraining::close);
    }
  }

  private List<Way> nextEvent(NextEvents events, Workers workers) {
    ProtocolJudge frozen = new NextEventJudge(events, workers);
    if (options.rolling().isEmpty()) {
      return List.of(new Way(null, frozen));
    }
    if (options.rolling().size() == 1) {
      return List.of(new Way(null, new RollingJudge(events, options.rolling().getFirst())));
    }
    List<Way> ways = new ArrayList<>(List.of(new Way(FROZEN, frozen)));
    options
        .rolling()
        .forEach(often -> ways.add(new Way(often.label(), new RollingJudge(events, often))));
    return ways;
  }

  private EvaluationReport ranked(EvaluationData data, List<Way> ways) {
    ProtocolJudge first = ways.getFirst().judge();
    Map<String, Object> facts = new LinkedHashMap<>(first.facts());
    if (ways.size() > 1) {
      facts.put("mode", "rolling and frozen, from one first training");
    }
    EvaluationReport found = report(data, first.training(), facts);
    for (Entrant entrant : Entrant.of(options)) {
      for (Way way : ways) {
        found = added(found, seeded(entrant.model(), settings -> ranked(entrant, way, settings)));
      }
    }
    return found;
  }

  private EvaluationReport added(EvaluationReport before, ModelResult result) {
    EvaluationReport found = before.with(result);
    soFar.accept(found);
    return found;
  }

  private ModelResult ranked(Entrant entrant, Way way, SystemSettings settings) {
    ResultName name = new ResultName(entrant.label(), way.name());
    Contender contender = entrant.contender(settings, this::system);
    ModelResult result =
        judged(
            name,
            entrant.model(),
            settings,
            () -> way.judge().judge(name.label(), contender, progress));
    return options.recall() && entrant.whole() && settings.equals(seeds.getFirst())
        ? withRecall(result, contender, way.judge())
        : result;
  }

  /** With the sources' recall, where what was judged has sources and the judge asks for them. */
  private ModelResult withRecall(ModelResult result, Contender contender, ProtocolJudge judge) {
    Optional<SourceRecall> asked = judge.sourceRecall(seeds.getFirst().retrieval());
    Optional<SourceRecall.Proposer> proposer = contender.proposer();
    if (result.fault() != null || asked.isEmpty() || proposer.isEmpty()) {
      return result;
    }
    SourceRecall recall = asked.get();
    PredictionBar bar = new PredictionBar("recall", recall.sampled(), progress);
    return result.withRecall(recall.of(proposer.get(), bar));
  }

  private EvaluationReport rated(EvaluationData data, Workers workers) {
    long folds = seeds.getFirst().configured().seed();
    RatingJudge judge = new RatingJudge(data.log(), folds, workers);
    EvaluationReport found = report(data, null, judge.facts());
    for (ModelName model : options.models()) {
      found = added(found, seeded(model, settings -> rated(model, judge, settings, workers)));
    }
    return found;
  }

  private ModelResult rated(
      ModelName model, RatingJudge judge, SystemSettings settings, Workers workers) {
    Rater rater = rater(model, settings, workers);
    return judged(
        new ResultName(model.label(), null),
        model,
        settings,
        () -> judge.judge(model.label(), rater, progress));
  }

  private Rater rater(ModelName model, SystemSettings settings, Workers workers) {
    TrainerConfig configured = settings.configured();
    return switch (model.rating()) {
      case KnownRating known -> new BaselineRater(known.made().apply(configured.seed()));
      case Factors() -> new FactorsRater(configured, workers, progress);
      case Pipeline() -> new SystemRater(system(configured));
    };
  }

  /** One result of all seeds; where nothing is random, of the first. */
  private ModelResult seeded(ModelName model, Function<SystemSettings, ModelResult> judging) {
    SortedMap<Long, ModelResult> all = new TreeMap<>();
    for (SystemSettings settings : model.random() ? seeds : seeds.subList(0, 1)) {
      all.put(settings.configured().seed(), judging.apply(settings));
    }
    return ModelResult.over(all);
  }

  private ModelResult judged(
      ResultName name, ModelName model, SystemSettings settings, Supplier<Judged> judging) {
    Judged found;
    try {
      found = judging.get();
    } catch (UserFault | DivergenceException e) {
      return ModelResult.failed(name, e.getMessage());
    }
    boolean several = seeds.size() > 1 && model.random();
    dumps.write(
        name.label() + (several ? ".seed" + settings.configured().seed() : ""), found.dump());
    return ModelResult.of(name, found);
  }

  /** Of no results yet. */
  private EvaluationReport report(
      EvaluationData data, @Nullable TrainingPart training, Map<String, Object> facts) {
    int threads = seeds.getFirst().configured().effectiveThreads();
    return new EvaluationReport(
        data, options, training, facts, seeds, RunEnvironment.of(threads), List.of());
  }

  /** One for each way of training: models that are views of the same share it. */
  private SystemTraining system(TrainerConfig config) {
    SystemSettings settings = seeds.getFirst();
    return systems.computeIfAbsent(
        config,
        trained ->
            new SystemTraining(trained, settings.features(), settings.retrieval(), progress));
  }
}
