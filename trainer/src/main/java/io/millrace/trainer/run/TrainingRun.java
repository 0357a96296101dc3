package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Evaluation;
import io.millrace.trainer.evaluation.Evaluator;
import io.millrace.trainer.gate.Gate;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training: a candidate is fitted up to the newest slice of ratings and judged on it; if the
 * gate lets it pass, it is fitted again on everything, for the same number of epochs.
 *
 * <p>For one thread at a time.
 */
public final class TrainingRun {
  private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);

  /** Fewest ratings that can be learned from. */
  public static final int LEAST_INTERACTIONS = 200;

  /** Fewest ratings since the live generation's training for a comparison to mean something. */
  private static final int LEAST_JUDGED = 500;

  private final TrainerConfig config;
  private final FeatureSettings features;
  private final RecommenderSettings retrieval;
  private final Engine engine;
  private final TrainingProgress progress;

  /**
   * A run with these settings; features and retrieval as serving has them.
   *
   * @param engine not closed here
   */
  public TrainingRun(
      TrainerConfig config,
      FeatureSettings features,
      RecommenderSettings retrieval,
      Engine engine,
      TrainingProgress progress) {
    this.config = config;
    this.features = features;
    this.retrieval = retrieval;
    this.engine = engine;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param live the bundle that serves, or null
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public TrainingResult run(Interactions data, @Nullable Bundle live) {
    requireEnough(data);
    try (Workers workers = new Workers(config.effectiveThreads())) {
      return new Steps(data, live, workers).run();
    }
  }

  /**
   * Trains on everything without a gate: epochs and blend are chosen by a candidate that the newest
   * slice is held back from, as in {@link #run}.
   *
   * @param warm whose weights training may begin with, or null
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public Bundle fit(Interactions data, @Nullable Bundle warm) {
    requireEnough(data);
    ModelFit fit = new ModelFit(config, features, retrieval, engine, progress);
    int newest = data.indexAt(1 - config.judgedShare());
    ModelFit.Result candidate = fit.fit("candidate", data, newest, search(), warm);
    return fit.fit("refit", data, data.size(), again(candidate), warm).bundle();
  }

  /**
   * Fits a candidate and judges it on the newest slice by the next event, without a gate and
   * without fitting it again: how good settings are, not a model to serve.
   *
   * @return without a bundle
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public TrainingResult candidate(Interactions data) {
    requireEnough(data);
    try (Workers workers = new Workers(config.effectiveThreads())) {
      return new Steps(data, null, workers).candidate();
    }
  }

  private Schedule search() {
    return new Schedule(config.epochsRetrieval(), config.epochsRanking(), null);
  }

  /** As long as a candidate was best. */
  private static Schedule again(ModelFit.Result candidate) {
    return new Schedule(
        Math.max(1, candidate.retrievalEpochs()),
        Math.max(1, candidate.rankingEpochs()),
        candidate.blend());
  }

  private static void requireEnough(Interactions data) {
    if (data.size() < LEAST_INTERACTIONS) {
      throw new UserFault(
          "ratings: training needs at least %d, there are %d; replay more data"
              .formatted(LEAST_INTERACTIONS, data.size()));
    }
  }

  private final class Steps {
    private final Interactions data;
    private final @Nullable Bundle live;
    private final Workers workers;
    private final ModelFit fit;
    private final int from;
    private final boolean fair;
    private final Map<String, Double> seconds = new HashMap<>();

    Steps(Interactions data, @Nullable Bundle live, Workers workers) {
      this.data = data;
      this.workers = workers;
      this.fit = new ModelFit(config, features, retrieval, engine, progress);
      int newest = data.indexAt(1 - config.judgedShare());
      int unseen = live == null ? 0 : firstAfter(live);
      this.fair = live != null && data.size() - unseen >= LEAST_JUDGED;
      if (live != null && !fair) {
        logger.info(
            "only {} ratings are newer than the live generation, {} are needed for a fair"
                + " comparison: this training begins afresh and is held against popularity alone",
            data.size() - unseen,
            LEAST_JUDGED);
      }
      this.live = live;
      this.from = fair ? Math.max(newest, unseen) : newest;
    }

    private int firstAfter(Bundle bundle) {
      long until = Long.parseLong(bundle.facts().getOrDefault(WarmStart.TRAINED_UNTIL, "0"));
      int first = data.size();
      while (first > 0 && data.time(first - 1) > until) {
        first--;
      }
      return first;
    }

    TrainingResult run() {
      Bundle warm = fair && config.warmStart() ? live : null;
      ModelFit.Result candidate = fit.fit("candidate", data, from, search(), warm);
      seconds.putAll(candidate.seconds());
      Judgement judgement = judge(candidate.bundle());
      String refusal =
          new Gate(config.gateTolerance())
              .refusal(judgement.getMetrics(), judgement.getPopularity(), judgement.getLive());
      List<EpochLog> log = new ArrayList<>(candidate.log());
      if (refusal != null) {
        return new TrainingResult(
            null,
            candidate.bundle(),
            judgement,
            refusal,
            candidate.warm(),
            candidate.examples(),
            log,
            seconds);
      }
      ModelFit.Result refit = fit.fit("refit", data, data.size(), again(candidate), warm);
      seconds.putAll(refit.seconds());
      log.addAll(refit.log());
      return new TrainingResult(
          refit.bundle(),
          candidate.bundle(),
          judgement,
          null,
          refit.warm(),
          refit.examples(),
          log,
          seconds);
    }

    TrainingResult candidate() {
      ModelFit.Result candidate = fit.fit("candidate", data, from, search(), null);
      seconds.putAll(candidate.seconds());
      long started = System.nanoTime();
      Evaluation next =
          new Evaluator(data, from, features, retrieval, workers)
              .nextEvent(generation(candidate.bundle()), progress);
      seconds.put("judging", (System.nanoTime() - started) / 1e9);
      return new TrainingResult(
          null,
          candidate.bundle(),
          new Judgement(next.model(), next.popularity(), Map.of(), Map.of(), Map.of()),
          null,
          false,
          candidate.examples(),
          candidate.log(),
          seconds);
    }

    private Judgement judge(Bundle candidate) {
      long started = System.nanoTime();
      Evaluator evaluator = new Evaluator(data, from, features, retrieval, workers);
      Generation generation = generation(candidate);
      Evaluation next = evaluator.nextEvent(generation, progress);
      Evaluation split = evaluator.staticSplit(generation, progress);
      Map<String, Double> served =
          fair && live != null ? evaluator.nextEvent(generation(live), progress).model() : Map.of();
      seconds.put("judging", (System.nanoTime() - started) / 1e9);
      return new Judgement(
          next.model(), next.popularity(), served, split.model(), split.popularity());
    }

    private Generation generation(Bundle bundle) {
      List<Item> catalogue = data.catalogue();
      return Generation.embedding("judged", bundle, catalogue);
    }
  }
}
