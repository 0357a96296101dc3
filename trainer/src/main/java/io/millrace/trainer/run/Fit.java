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
import java.util.ArrayList;
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

  private final FitSettings settings;
  private final TrainerConfig config;
  private final Engine engine;
  private final String name;
  private final Interactions data;
  private final int cut;
  private final int end;
  private final Schedule schedule;
  private final FeatureEncoder encoder;
  private final @Nullable Bundle warm;
  private final Pace pace;
  private final FitExamples examples;
  private final LearnerSpecs specs;
  private final FitLog log;
  private final Map<String, Double> seconds = new HashMap<>();

  /**
   * A fit of the interactions before {@code end}.
   *
   * @param from first that the towers learn from
   * @param warm whose weights it begins with; null for random ones
   */
  Fit(
      FitSettings settings,
      String name,
      Interactions data,
      int from,
      int end,
      Schedule schedule,
      FeatureEncoder encoder,
      @Nullable Bundle warm) {
    this.settings = settings;
    this.config = settings.config();
    this.engine = settings.engine();
    this.name = name;
    this.data = data;
    this.cut = settings.cut(end);
    this.end = end;
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
    long started = System.nanoTime();
    this.examples =
        new FitExamples(
            config, settings.history(), data, encoder, settings.features(), from, cut, end);
    lap("inputs", started);
  }

  /** From the first step to the last. */
  ModelFit.Result run() {
    long started = System.nanoTime();
    RetrievalTraining.Result trained = trainTowers();
    started = lap("retrieval", started);
    List<Tensor> ratings = ratings(cut, warm);
    started = lap("ratings", started);
    RankerExamples drawn = drawn(bundle(joined(trained.tensors(), ratings)));
    started = lap("candidates", started);
    RankerTraining.Result ranking =
        switch (config.mode()) {
          case STAGED -> staged(trained, drawn);
          case JOINT -> joint(trained, ratings, drawn);
        };
    started = lap("ranking", started);
    List<Tensor> tensors = new ArrayList<>(finished(ranking.tensors()));
    tensors.addAll(ratings(end, bundle(ratings)));
    lap("finish", started);
    tensors.addAll(ranking.scoring().tensors());
    return new ModelFit.Result(
        bundle(tensors),
        trained.epochs(),
        ranking.epochs(),
        ranking.scoring(),
        warm != null,
        Math.min(cut, config.retrievalMaxExamples()) + (long) drawn.size(),
        log.lines(),
        seconds);
  }

  private RetrievalTraining.Result trainTowers() {
    try (TwoTowerLearner towers = engine.towers(specs.towers(initialTowers()))) {
      UserInputs validation = schedule.chooses() ? examples.rankers() : examples.none();
      return retrieval(pace, towers, examples.older(), validation).run(schedule);
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
   * The towers once more, on everything: the ranker has learned, so what was kept from them for its
   * sake, the newest of all, need not be kept any longer. Joint training has done so already.
   */
  private List<Tensor> finished(List<Tensor> tensors) {
    if (config.finishEpochs() == 0 || config.mode() == TrainingMode.JOINT) {
      return tensors;
    }
    return further(byName(tensors), config.retrievalMaxExamples(), config.finishEpochs(), null);
  }

  /** The towers and what forecasts ratings go on, over the newest examples alone. */
  ModelFit.Result updated() {
    Objects.requireNonNull(warm, "an update goes on from a bundle");
    long started = System.nanoTime();
    Map<String, Tensor> tensors =
        byName(further(initialTowers(), config.updateExamples(), 1, touched(warm)));
    ratings(end, warm).forEach(tensor -> tensors.put(tensor.name(), tensor));
    lap("update", started);
    return new ModelFit.Result(
        bundle(List.copyOf(tensors.values())),
        0,
        0,
        Scoring.of(warm),
        true,
        Math.min(end, config.updateExamples()),
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

  private static List<Tensor> joined(List<Tensor> first, List<Tensor> second) {
    List<Tensor> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  /**
   * What an update moves: the rows of users and items that were rated or rated since the bundle,
   * and the user's side, which is computed at each query anyway. The item tower stays, so every
   * other item keeps its vector to the bit.
   */
  private Movable touched(Bundle live) {
    BitSet itemRows = new BitSet();
    BitSet userRows = new BitSet();
    for (int event = WarmStart.firstAfter(data, end, live); event < end; event++) {
      itemRows.set(1 + data.item(event));
      userRows.set(examples.userRow(event));
    }
    return new Movable(itemRows, userRows, false, true);
  }

  /**
   * The towers go on from given weights over the newest examples; all else stays.
   *
   * @param part what of them moves, where the engine can hold the rest; null for all
   */
  private List<Tensor> further(
      Map<String, Tensor> byName, int newest, int epochs, @Nullable Movable part) {
    try (TwoTowerLearner towers = engine.towers(specs.towers(byName))) {
      if (part != null) {
        towers.moveOnly(part);
      }
      retrieval(Pace.finish(epochs), towers, examples.newest(newest), examples.none())
          .finish()
          .forEach(tensor -> byName.put(tensor.name(), tensor));
    }
    return List.copyOf(byName.values());
  }

  private RankerTraining.Result staged(RetrievalTraining.Result trained, RankerExamples drawn) {
    try (RankerLearner ranker = engine.ranker(specs.ranker(drawn, warm))) {
      StagedPhase phase = new StagedPhase(ranker, drawn, trained.tensors());
      return new RankerTraining(config, pace, ranker, phase, log, settings.progress())
          .run(schedule);
    }
  }

  /** Goes on from the towers' best epoch. */
  private RankerTraining.Result joint(
      RetrievalTraining.Result trained, List<Tensor> ratings, RankerExamples drawn) {
    try (TwoTowerLearner towers = engine.towers(specs.towers(byName(trained.tensors())));
        RankerLearner ranker = engine.ranker(specs.ranker(drawn, warm))) {
      JointPhase phase =
          new JointPhase(
              towers,
              ranker,
              examples.batches(examples.joint()),
              () -> drawn(bundle(joined(towers.export(), ratings))),
              config.embeddingDim(),
              config.seed() + 30);
      return new RankerTraining(config, pace, ranker, phase, log, settings.progress())
          .run(schedule);
    }
  }

  private static Map<String, Tensor> byName(List<Tensor> tensors) {
    Map<String, Tensor> byName = new HashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    return byName;
  }

  private long lap(String phase, long started) {
    long now = System.nanoTime();
    seconds.put(name + "." + phase, (now - started) / 1e9);
    return now;
  }

  private Map<String, Tensor> initialTowers() {
    return warm == null ? Map.of() : WarmStart.tensors(warm, data.itemIds(), config.seed());
  }

  private Bundle bundle(List<Tensor> tensors) {
    tensors.forEach(Fit::requireFinite);
    Map<String, String> facts =
        new HashMap<>(new Facts(config.historyLength(), config.historyDecay()).toMap());
    facts.put(WarmStart.TRAINED_UNTIL, Long.toString(data.time(end - 1)));
    facts.put("seed", Long.toString(config.seed()));
    return new Bundle(data.itemIds(), encoder, tensors, facts);
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
    return new CandidateSampling(
            config, settings.features(), settings.retrieval(), data, settings.progress())
        .sample(generation, cut, end);
  }
}
