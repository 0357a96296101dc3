package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingMode;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.Movable;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.rating.RatingFactorsFit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fit of {@link ModelFit}: the steps share the data, the encoder and the cut. For one thread;
 * runs once.
 */
final class Fit {
  /** What part of the sweeps is enough where factors go on from others. */
  private static final int FURTHER_SWEEPS = 3;

  /** Of {@link #updated}: inputs, towers, ratings. */
  static final int UPDATE_STEPS = 3;

  private final FitSettings settings;
  private final TrainerConfig config;
  private final Engine engine;
  private final String name;
  private final Interactions data;
  private final Stretch stretch;
  private final Schedule schedule;
  private final FeatureEncoder encoder;
  private final @Nullable Bundle warm;
  private final Pace pace;
  private final FitExamples examples;
  private final LearnerSpecs specs;
  private final FitLog log;
  private final Map<String, Double> seconds = new HashMap<>();

  /**
   * A fit of a stretch of the interactions.
   *
   * @param warm whose weights it begins with; null for random ones
   */
  Fit(
      FitSettings settings,
      String name,
      Interactions data,
      Stretch stretch,
      Schedule schedule,
      FeatureEncoder encoder,
      @Nullable Bundle warm) {
    this.settings = settings;
    this.config = settings.config();
    this.engine = settings.engine();
    this.name = name;
    this.data = data;
    this.stretch = stretch;
    this.schedule = schedule;
    this.encoder = encoder;
    this.warm = warm;
    this.pace = warm == null ? Pace.fresh(config) : Pace.warm(config);
    this.specs = new LearnerSpecs(config, settings.history(), data, encoder);
    this.log =
        new FitLog(
            name,
            config.learningRateRetrieval(),
            config.learningRateRanking(),
            settings.progress());
    begin("inputs");
    long started = System.nanoTime();
    this.examples = new FitExamples(settings, data, encoder, stretch);
    lap("inputs", started);
  }

  /** Of {@link #run}: as it begins them, with the inputs. */
  static int steps(TrainerConfig config, boolean warm) {
    int always = 5; // inputs, ratings, candidates, ranking, ratings over everything
    return always + (warm ? 0 : 1) + (passes(config, warm) > 0 ? 1 : 0);
  }

  private void begin(String phase) {
    settings.course().begin(name, phase);
  }

  /** From the first step to the last. */
  ModelFit.Result run() {
    Map<String, Tensor> weights = initialWeights();
    long started = System.nanoTime();
    int retrievalEpochs = warm == null ? trainTowers(weights) : 0;
    started = lap("retrieval", started);
    begin("ratings");
    List<Tensor> ratings = ratings(stretch.cut(), warm);
    put(ratings, weights);
    started = lap("ratings", started);
    begin("candidates");
    RankerExamples drawn = drawn(bundle(weights));
    started = lap("candidates", started);
    begin("ranking");
    RankerTraining.Result ranking =
        switch (config.mode()) {
          case STAGED -> staged(drawn);
          case JOINT -> joint(weights, drawn);
        };
    put(ranking.tensors(), weights);
    put(ranking.scoring().tensors(), weights);
    started = lap("ranking", started);
    lastPasses(weights);
    begin("ratings");
    put(ratings(stretch.end(), bundle(ratings)), weights);
    lap("finish", started);
    return new ModelFit.Result(
        bundle(weights),
        retrievalEpochs,
        ranking.epochs(),
        ranking.scoring(),
        warm != null,
        Math.min(stretch.cut(), config.retrievalMaxExamples()) + (long) drawn.size(),
        log.lines(),
        seconds);
  }

  /**
   * From random weights.
   *
   * @param weights takes the towers' in
   * @return epochs that they took
   */
  private int trainTowers(Map<String, Tensor> weights) {
    begin("retrieval");
    try (TwoTowerLearner towers = engine.towers(specs.towers(weights))) {
      UserInputs validation = schedule.chooses() ? examples.rankers() : examples.none();
      RetrievalTraining.Result trained =
          retrieval(pace, towers, examples.older(), validation).run(schedule);
      put(trained.tensors(), weights);
      return trained.epochs();
    }
  }

  private RetrievalTraining retrieval(
      Pace pace, TwoTowerLearner towers, UserInputs learned, UserInputs validation) {
    return new RetrievalTraining(
        config,
        pace,
        settings.history(),
        data,
        validation,
        towers,
        examples.batches(learned),
        log,
        settings.progress());
  }

  /**
   * The towers over everything: the ranker has learned, so what was kept from them for its sake,
   * the newest of all, need not be kept any longer.
   */
  private void lastPasses(Map<String, Tensor> weights) {
    int passes = passes(config, warm != null);
    if (passes > 0) {
      begin("finish");
      further(weights, config.retrievalMaxExamples(), passes, null);
    }
  }

  /** Trained weights go over everything here alone; a joint phase from random ones has done so. */
  private static int passes(TrainerConfig config, boolean warm) {
    if (warm) {
      return config.warmEpochs();
    }
    return config.mode() == TrainingMode.JOINT ? 0 : config.finishEpochs();
  }

  /** The towers and what forecasts ratings go on, over the newest examples alone. */
  ModelFit.Result updated() {
    Objects.requireNonNull(warm, "an update goes on from a bundle");
    long started = System.nanoTime();
    Map<String, Tensor> weights = initialWeights();
    begin("finish");
    further(weights, config.updateExamples(), 1, touched(warm));
    begin("ratings");
    put(ratings(stretch.end(), warm), weights);
    lap("update", started);
    return new ModelFit.Result(
        bundle(weights),
        0,
        0,
        Scoring.of(warm),
        true,
        Math.min(stretch.end(), config.updateExamples()),
        log.lines(),
        seconds);
  }

  /**
   * What forecasts ratings, from those before {@code until}: all of them, as they are gone through
   * fast.
   *
   * @param known what the fit goes on from, or null
   */
  private List<Tensor> ratings(int until, @Nullable Bundle known) {
    try (Workers workers = new Workers(config.effectiveThreads())) {
      int fresh = config.ratingSweeps();
      return new RatingFactorsFit(
              data, until, encoder, config.ratingFactors(), config.seed(), workers)
          .from(known)
          .fit(known == null ? fresh : Math.max(1, fresh / FURTHER_SWEEPS), settings.progress());
    }
  }

  /**
   * What an update moves: the rows of users and items that were rated or rated since the bundle,
   * and the user's side, which is computed at each query anyway. The item tower stays, so every
   * other item keeps its vector to the bit.
   */
  private Movable touched(Bundle live) {
    BitSet itemRows = new BitSet();
    BitSet userRows = new BitSet();
    for (int event = WarmStart.firstAfter(data, stretch.end(), live);
        event < stretch.end();
        event++) {
      itemRows.set(1 + data.item(event));
      userRows.set(examples.userRow(event));
    }
    return new Movable(itemRows, userRows, false, true);
  }

  /**
   * The towers go on over the newest examples; all else stays.
   *
   * @param weights those they go on from, replaced by those they come to
   * @param part what of them moves, where the engine can hold the rest; null for all
   */
  private void further(
      Map<String, Tensor> weights, int newest, int epochs, @Nullable Movable part) {
    try (TwoTowerLearner towers = engine.towers(specs.towers(weights))) {
      if (part != null) {
        towers.moveOnly(part);
      }
      put(
          retrieval(Pace.further(epochs), towers, examples.newest(newest), examples.none())
              .further(),
          weights);
    }
  }

  private RankerTraining.Result staged(RankerExamples drawn) {
    try (RankerLearner ranker = engine.ranker(specs.ranker(drawn, warm))) {
      return ranking(ranker, new StagedPhase(ranker, drawn));
    }
  }

  /** Goes on from the towers' weights. */
  private RankerTraining.Result joint(Map<String, Tensor> weights, RankerExamples drawn) {
    try (TwoTowerLearner towers = engine.towers(specs.towers(weights));
        RankerLearner ranker = engine.ranker(specs.ranker(drawn, warm))) {
      Map<String, Tensor> now = new HashMap<>(weights);
      return ranking(
          ranker,
          new JointPhase(
              towers,
              ranker,
              examples.batches(examples.joint()),
              () -> {
                put(towers.export(), now);
                return drawn(bundle(now));
              },
              config.embeddingDim(),
              config.seed() + 30));
    }
  }

  private RankerTraining.Result ranking(RankerLearner ranker, RankerPhase phase) {
    RankerTraining training =
        new RankerTraining(config, pace, ranker, phase, log, settings.progress());
    return warm == null ? training.run(schedule) : training.goOn(schedule);
  }

  private static void put(List<Tensor> tensors, Map<String, Tensor> weights) {
    tensors.forEach(tensor -> weights.put(tensor.name(), tensor));
  }

  private long lap(String phase, long started) {
    long now = System.nanoTime();
    seconds.put(name + "." + phase, (now - started) / 1e9);
    return now;
  }

  /** By name, to be replaced as they are learned. */
  private Map<String, Tensor> initialWeights() {
    return warm == null ? new HashMap<>() : WarmStart.tensors(warm, data.itemIds(), config.seed());
  }

  private Bundle bundle(List<Tensor> tensors) {
    tensors.forEach(Fit::requireFinite);
    Map<String, String> facts =
        new HashMap<>(new Facts(config.historyLength(), config.historyDecay()).toMap());
    facts.put(WarmStart.TRAINED_UNTIL, Long.toString(data.time(stretch.end() - 1)));
    facts.put("seed", Long.toString(config.seed()));
    return new Bundle(data.itemIds(), encoder, tensors, facts);
  }

  private Bundle bundle(Map<String, Tensor> weights) {
    return bundle(List.copyOf(weights.values()));
  }

  private static void requireFinite(Tensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new DivergenceException(tensor.name());
      }
    }
  }

  /** What the ranker learns from, of candidates that these towers propose. */
  private RankerExamples drawn(Bundle towers) {
    Generation generation = Generation.embedding("candidate", towers, data.catalogue());
    return new CandidateSampling(settings.training(), data, settings.progress())
        .sample(generation, stretch.cut(), stretch.end());
  }
}
