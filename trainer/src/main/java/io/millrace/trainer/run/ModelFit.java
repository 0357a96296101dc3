package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingMode;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.Movable;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.rating.RatingFactorsFit;
import io.millrace.trainer.sampling.BatchSource;
import io.millrace.trainer.sampling.EventWindows;
import io.millrace.trainer.sampling.RetrievalSampler;
import io.millrace.trainer.sampling.SequenceSampler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits a bundle on the interactions before a moment. The towers learn from all but the newest share
 * of them, the ranker from that share: so the ranker meets the towers' scores as it will in
 * serving, of ratings they have not seen (stacking; Wolpert 1992). That holds from random weights;
 * trained ones have seen a part of that share before.
 */
final class ModelFit {
  private static final Logger logger = LoggerFactory.getLogger(ModelFit.class);

  /** What part of the sweeps is enough where factors go on from others. */
  private static final int FURTHER_SWEEPS = 3;

  private final TrainerConfig config;
  private final FeatureSettings features;
  private final RecommenderSettings retrieval;
  private final Engine engine;
  private final TrainingProgress progress;
  private final UserHistory history;

  /**
   * What came of it.
   *
   * @param retrievalEpochs whose weights were kept
   * @param rankingEpochs whose weights were kept
   * @param scoring of the two heads
   * @param warm whether it began with another bundle's weights
   * @param examples that were learned from
   */
  record Result(
      Bundle bundle,
      int retrievalEpochs,
      int rankingEpochs,
      Scoring scoring,
      boolean warm,
      long examples,
      List<EpochLog> log,
      Map<String, Double> seconds) {}

  ModelFit(
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
    this.history = engine.history(config.userHistory());
    if (history != config.userHistory()) {
      logger.warn(
          "trainer.user_history: engine {} learns {} histories only, so those are used; for {} set"
              + " trainer.engine=fused",
          engine.name(),
          name(history),
          name(config.userHistory()));
    }
  }

  private FeatureEncoder encoder(Interactions data) {
    return FeatureEncoder.fit(
        data.items().values(), data.users().values(), config.leaveOutFeatures());
  }

  private static String name(UserHistory kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Fits the ratings before {@code end}.
   *
   * @param warm whose weights it begins with, of which {@link #difference} is null; null for random
   *     ones
   */
  Result fit(String name, Interactions data, int end, Schedule schedule, @Nullable Bundle warm) {
    FeatureEncoder encoder = encoder(data);
    int from = Math.max(0, cut(end) - config.retrievalMaxExamples());
    return new Fit(name, data, from, end, schedule, encoder, warm).run();
  }

  /**
   * Why a fit of these data cannot begin with a bundle's weights.
   *
   * @return what differs; null if nothing does
   */
  @Nullable String difference(Bundle warm, Interactions data) {
    return difference(warm, encoder(data));
  }

  /** The same of an update, which keeps the bundle's encoder. */
  @Nullable String difference(Bundle live) {
    return difference(live, live.encoder());
  }

  private @Nullable String difference(Bundle warm, FeatureEncoder encoder) {
    return WarmStart.difference(warm, encoder, new NetworkLayout(config, encoder, history));
  }

  /** As {@link TrainingRun#update}, with the ratings before {@code end}. */
  Result update(String name, Interactions data, int end, Bundle live) {
    int from = Math.max(0, end - config.updateExamples());
    return new Fit(
            name, data, from, end, new Schedule(0, 0, Scoring.of(live)), live.encoder(), live)
        .updated();
  }

  /** Where the ranker's share of the ratings before {@code end} begins. */
  private int cut(int end) {
    return Math.max(1, end - (int) (end * config.rankingShare()));
  }

  private static void requireFinite(Tensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new DivergenceException(tensor.name());
      }
    }
  }

  /** One fit: the steps share the data, the encoder and the cut. */
  private final class Fit {
    private final Interactions data;
    private final int end;
    private final int cut;
    private final Schedule schedule;
    private final @Nullable Bundle warm;
    private final Pace pace;
    private final FeatureEncoder encoder;
    private final UserInputs inputs;
    private final FitLog log;
    private final String name;
    private final Map<String, Double> seconds = new HashMap<>();

    Fit(
        String name,
        Interactions data,
        int from,
        int end,
        Schedule schedule,
        FeatureEncoder encoder,
        @Nullable Bundle warm) {
      this.name = name;
      this.data = data;
      this.end = end;
      this.cut = cut(end);
      this.schedule = schedule;
      this.encoder = encoder;
      this.warm = warm;
      this.pace = this.warm == null ? Pace.fresh(config) : Pace.warm(config);
      this.log =
          new FitLog(name, config.learningRateRetrieval(), config.learningRateRanking(), progress);
      long started = System.nanoTime();
      this.inputs =
          new UserInputs(data, encoder, features, from, end, inputHistory(), config.userBuckets());
      lap("inputs", started);
    }

    Result run() {
      long started = System.nanoTime();
      RetrievalTraining.Result trained = trainTowers();
      started = lap("retrieval", started);
      List<Tensor> ratings = ratings(cut, warm);
      started = lap("ratings", started);
      RankerExamples examples = examples(bundle(joined(trained.tensors(), ratings)));
      started = lap("candidates", started);
      RankerTraining.Result ranking =
          switch (config.mode()) {
            case STAGED -> staged(trained, examples);
            case JOINT -> joint(trained, ratings, examples);
          };
      started = lap("ranking", started);
      List<Tensor> tensors = new ArrayList<>(finished(ranking.tensors()));
      tensors.addAll(ratings(end, bundle(ratings)));
      lap("finish", started);
      tensors.addAll(ranking.scoring().tensors());
      return new Result(
          bundle(tensors),
          trained.epochs(),
          ranking.epochs(),
          ranking.scoring(),
          warm != null,
          Math.min(cut, config.retrievalMaxExamples()) + (long) examples.size(),
          log.lines(),
          seconds);
    }

    private RetrievalTraining.Result trainTowers() {
      try (TwoTowerLearner towers = engine.towers(towerSpec(initialTowers()))) {
        UserInputs learned = inputs.part(Math.max(0, cut - config.retrievalMaxExamples()), cut);
        UserInputs validation = inputs.part(cut, schedule.chooses() ? end : cut);
        BatchSource sampler = sampler(learned);
        return new RetrievalTraining(
                config, pace, history, data, validation, towers, sampler, log, progress)
            .run(schedule);
      }
    }

    /**
     * The towers once more, on everything: the ranker has learned, so what was kept from them for
     * its sake, the newest of all, need not be kept any longer. Joint training has done so already.
     */
    private List<Tensor> finished(List<Tensor> tensors) {
      if (config.finishEpochs() == 0 || config.mode() == TrainingMode.JOINT) {
        return tensors;
      }
      return further(byName(tensors), config.retrievalMaxExamples(), config.finishEpochs(), null);
    }

    Result updated() {
      Objects.requireNonNull(warm, "an update goes on from a bundle");
      long started = System.nanoTime();
      Map<String, Tensor> tensors =
          byName(further(initialTowers(), config.updateExamples(), 1, touched(warm)));
      ratings(end, warm).forEach(tensor -> tensors.put(tensor.name(), tensor));
      lap("update", started);
      long examples = Math.min(end, config.updateExamples());
      return new Result(
          bundle(List.copyOf(tensors.values())),
          0,
          0,
          Scoring.of(warm),
          true,
          examples,
          log.lines(),
          seconds);
    }

    /**
     * What forecasts ratings, from those before {@code until}: all of them, as they are gone
     * through fast.
     *
     * @param known what the fit goes on from, or null
     */
    private List<Tensor> ratings(int until, @Nullable Bundle known) {
      try (Workers workers = new Workers(config.effectiveThreads())) {
        int fresh = config.ratingSweeps();
        return new RatingFactorsFit(
                data, until, encoder, config.ratingFactors(), config.seed(), workers)
            .from(known)
            .fit(known == null ? fresh : Math.max(1, fresh / FURTHER_SWEEPS), progress);
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
        userRows.set(inputs.userRow(event));
      }
      return new Movable(itemRows, userRows, false, true);
    }

    /**
     * The towers go on from given weights over the newest examples; all else stays.
     *
     * @param part what of them moves, where the engine can hold the rest; null for all
     */
    private List<Tensor> further(
        Map<String, Tensor> byName, int examples, int epochs, @Nullable Movable part) {
      try (TwoTowerLearner towers = engine.towers(towerSpec(byName))) {
        if (part != null) {
          towers.moveOnly(part);
        }
        UserInputs learned = inputs.part(Math.max(0, end - examples), end);
        UserInputs none = inputs.part(end, end);
        new RetrievalTraining(
                config,
                Pace.finish(epochs),
                history,
                data,
                none,
                towers,
                sampler(learned),
                log,
                progress)
            .finish()
            .forEach(tensor -> byName.put(tensor.name(), tensor));
      }
      return List.copyOf(byName.values());
    }

    private RankerTraining.Result staged(
        RetrievalTraining.Result trained, RankerExamples examples) {
      try (RankerLearner ranker = engine.ranker(rankerSpec(examples))) {
        StagedPhase phase = new StagedPhase(ranker, examples, trained.tensors());
        return new RankerTraining(config, pace, ranker, phase, log, progress).run(schedule);
      }
    }

    /** Goes on from the towers' best epoch. */
    private RankerTraining.Result joint(
        RetrievalTraining.Result trained, List<Tensor> ratings, RankerExamples examples) {
      try (TwoTowerLearner towers = engine.towers(towerSpec(byName(trained.tensors())));
          RankerLearner ranker = engine.ranker(rankerSpec(examples))) {
        BatchSource sampler = sampler(inputs.part(jointFrom(), end));
        JointPhase phase =
            new JointPhase(
                towers,
                ranker,
                sampler,
                () -> examples(bundle(joined(towers.export(), ratings))),
                config.embeddingDim(),
                config.seed() + 30);
        return new RankerTraining(config, pace, ranker, phase, log, progress).run(schedule);
      }
    }

    /**
     * A sequence needs the rows before its last too: as far back as the towers learned from, and no
     * further.
     */
    private int jointFrom() {
      return history == UserHistory.SEQUENCE
          ? Math.max(0, cut - config.retrievalMaxExamples())
          : cut;
    }

    private BatchSource sampler(UserInputs inputs) {
      boolean sequence = history == UserHistory.SEQUENCE;
      RetrievalSampler examples =
          new RetrievalSampler(data, inputs, config.batchSize(), inputHistory(), config.poolSize());
      return sequence
          ? new SequenceSampler(
              new EventWindows(data, inputs.from(), inputs.to(), config.historyLength()),
              examples,
              config.batchSize())
          : examples;
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

    private int inputHistory() {
      return history == UserHistory.SEQUENCE ? 0 : config.historyLength();
    }

    private Map<String, Tensor> initialTowers() {
      return warm == null ? Map.of() : WarmStart.tensors(warm, data.itemIds(), config.seed());
    }

    private TwoTowerSpec towerSpec(Map<String, Tensor> initial) {
      requireHeapFor("trainer.user_buckets", config.userBuckets());
      requireHeapFor("items of the catalogue", data.itemIds().size());
      return new TwoTowerSpec(
          config.embeddingDim(),
          data.itemIds().size(),
          config.userBuckets(),
          encoder.userWidth(),
          encoder.itemWidth(),
          itemDense(),
          config.userTowerDims(),
          config.itemTowerDims(),
          config.dropout(),
          config.idDropout(),
          config.historyLength(),
          config.historyDecay(),
          history,
          EventSignals.WIDTH,
          config.learningRateRetrieval(),
          config.gradientClip(),
          config.negativeSamplingStrategy(),
          config.numRandomNegatives(),
          config.numHardNegatives(),
          config.seed(),
          initial);
    }

    /** A table is exported whole, as an array. */
    private void requireHeapFor(String rows, long count) {
      long rowBytes = (long) config.embeddingDim() * Float.BYTES;
      long most = Math.min(Runtime.getRuntime().maxMemory() / 3, Integer.MAX_VALUE) / rowBytes - 1;
      if (count > most) {
        throw new UserFault(
            "%s: must be at most %d with trainer.embedding_dim = %d and this heap, are %d; lower"
                    .formatted(rows, most, config.embeddingDim(), count)
                + " either, or give more heap (MILLRACE_JAVA_OPTS=-Xmx...)");
      }
    }

    private float[] itemDense() {
      int width = encoder.itemWidth();
      float[] dense = new float[(1 + data.itemIds().size()) * width];
      for (int i = 0; i < data.itemIds().size(); i++) {
        encoder.encodeItem(data.items().get(data.itemIds().get(i)), dense, (i + 1) * width);
      }
      return dense;
    }

    private RankerSpec rankerSpec(RankerExamples examples) {
      int positives = examples.proposals();
      int negatives = examples.rows() - examples.size();
      double weight =
          config.useClassWeights() && positives > 0 ? (double) negatives / positives : 1;
      return new RankerSpec(
          examples.inputWidth(),
          config.crossLayers(),
          config.crossRank(),
          config.dnnDims(),
          config.learningRateRanking(),
          config.gradientClip(),
          config.ratingWeight(),
          config.ctrWeight(),
          config.listWeight(),
          Math.max(1, weight),
          config.seed() + 10,
          warm == null ? Map.of() : WarmStart.byName(warm));
    }

    private Bundle bundle(List<Tensor> tensors) {
      tensors.forEach(ModelFit::requireFinite);
      Map<String, String> facts =
          new HashMap<>(new Facts(config.historyLength(), config.historyDecay()).toMap());
      facts.put(WarmStart.TRAINED_UNTIL, Long.toString(data.time(end - 1)));
      facts.put("seed", Long.toString(config.seed()));
      return new Bundle(data.itemIds(), encoder, tensors, facts);
    }

    private RankerExamples examples(Bundle towers) {
      Generation generation = Generation.embedding("candidate", towers, data.catalogue());
      return new CandidateSampling(config, features, retrieval, data, progress)
          .sample(generation, cut, end);
    }
  }
}
