package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.contender.Contenders;
import io.millrace.trainer.protocol.contender.Entrant;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.Rater;
import io.millrace.trainer.protocol.contender.SystemSettings;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.TrainingPart;
import io.millrace.trainer.protocol.judge.Judged;
import io.millrace.trainer.protocol.judge.ProtocolJudge;
import io.millrace.trainer.protocol.judge.RatingJudge;
import io.millrace.trainer.protocol.judge.Way;
import io.millrace.trainer.protocol.report.Dumps;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import io.millrace.trainer.protocol.report.ResultName;
import io.millrace.trainer.protocol.report.ResultRuns;
import io.millrace.trainer.run.RunEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges models by a protocol, one after the other. For one thread. */
public final class ProtocolRun {
  private final EvaluationOptions options;
  private final List<SystemSettings> seeds;
  private final EvaluationData data;
  private final TrainingProgress progress;
  private final Consumer<EvaluationReport> soFar;
  private final Dumps dumps;
  private final ResultRuns runs;

  /**
   * A run.
   *
   * @param seeds settings as training and serving have them, one for each seed
   * @param data judged on
   * @param progress told what is going on, from any thread, one at a time
   * @param soFar told what has been found, as often as a result is added; the last is what {@link
   *     #run} returns
   */
  public ProtocolRun(
      EvaluationOptions options,
      List<SystemSettings> seeds,
      EvaluationData data,
      TrainingProgress progress,
      Consumer<EvaluationReport> soFar) {
    this.options = options;
    this.seeds = List.copyOf(seeds);
    this.data = data;
    this.progress = progress;
    this.soFar = soFar;
    this.dumps = new Dumps(options.dump(), options.lines() * seeds.size() > 1);
    this.runs = new ResultRuns(options.runs(), data, options.protocol(), progress);
  }

  /**
   * Judges. A model that cannot be judged on this data is reported with the reason; the others go
   * on.
   *
   * @throws UserFault if the protocol does not fit the data
   */
  public EvaluationReport run() {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
        Contenders contenders = new Contenders(workers, runs)) {
      return switch (options.protocol()) {
        case P1 ->
            ranked(Way.nextEvent(data, options.cut(), options.rolling(), workers), contenders);
        case P2 -> ranked(Way.leaveOneOut(data.log(), workers), contenders);
        case P3 -> ranked(Way.temporalSplit(data.log(), workers), contenders);
        case P4 -> rated(ratingJudge(workers), contenders);
      };
    }
  }

  /** Its folds are those of the first seed. */
  private RatingJudge ratingJudge(Workers workers) {
    return new RatingJudge(data.log(), seeds.getFirst().seed(), workers);
  }

  private EvaluationReport ranked(List<Way> ways, Contenders contenders) {
    ProtocolJudge first = ways.getFirst().judge();
    Map<String, Object> facts = new LinkedHashMap<>(first.facts());
    if (ways.size() > 1) {
      facts.put("mode", "rolling and frozen, from one first training");
    }
    EvaluationReport found = report(first.training(), facts);
    for (Entrant entrant : options.entrants()) {
      for (Way way : ways) {
        found =
            added(
                found,
                seeded(entrant.model(), settings -> ranked(entrant, way, settings, contenders)));
      }
    }
    return found;
  }

  private EvaluationReport added(EvaluationReport before, ModelResult result) {
    EvaluationReport found = before.with(result);
    if (!runs.faults().isEmpty()) {
      found = found.with("runs not written", String.join("; ", runs.faults()));
    }
    soFar.accept(found);
    return found;
  }

  private ModelResult ranked(
      Entrant entrant, Way way, SystemSettings settings, Contenders contenders) {
    ResultName name = new ResultName(entrant.label(), way.name());
    Contender contender = contenders.contender(entrant, settings);
    ModelResult result =
        judged(
            name,
            entrant.model(),
            settings,
            () -> way.judge().judge(name.label(), contender, progress));
    return result.fault() == null && asksRecall(entrant, settings)
        ? result.withRecall(
            way.judge().recall(contender, settings.configured().retrieval(), progress))
        : result;
  }

  /** Whether its sources' recall is measured too: once, of the whole pipeline. */
  private boolean asksRecall(Entrant entrant, SystemSettings settings) {
    return options.recall() && entrant.whole() && settings.equals(seeds.getFirst());
  }

  private EvaluationReport rated(RatingJudge judge, Contenders contenders) {
    EvaluationReport found = report(null, judge.facts());
    for (ModelName model : options.models()) {
      found = added(found, seeded(model, settings -> rated(model, judge, settings, contenders)));
    }
    return found;
  }

  private ModelResult rated(
      ModelName model, RatingJudge judge, SystemSettings settings, Contenders contenders) {
    Rater rater = contenders.rater(model, settings);
    return judged(
        new ResultName(model.label(), null),
        model,
        settings,
        () -> judge.judge(model.label(), rater, progress));
  }

  /** One result of all seeds; where nothing is random, of the first. */
  private ModelResult seeded(ModelName model, Function<SystemSettings, ModelResult> judging) {
    SortedMap<Long, ModelResult> all = new TreeMap<>();
    for (SystemSettings settings : model.random() ? seeds : seeds.subList(0, 1)) {
      all.put(settings.seed(), judging.apply(settings));
    }
    return ModelResult.over(all);
  }

  private ModelResult judged(
      ResultName name, ModelName model, SystemSettings settings, Supplier<Judged> judging) {
    boolean several = seeds.size() > 1 && model.random();
    String line = name.label() + (several ? ".seed" + settings.seed() : "");
    Judged found;
    try {
      found = runs.record(line, model.trainedBy(settings), judging);
    } catch (UserFault | DivergenceException e) {
      return ModelResult.failed(name, e.getMessage());
    }
    dumps.write(line, found.dump());
    return ModelResult.of(name, found);
  }

  /** Of no results yet. */
  private EvaluationReport report(@Nullable TrainingPart training, Map<String, Object> facts) {
    int threads = seeds.getFirst().configured().config().effectiveThreads();
    return new EvaluationReport(
        data, options.protocol(), training, facts, seeds, RunEnvironment.of(threads), List.of());
  }
}
