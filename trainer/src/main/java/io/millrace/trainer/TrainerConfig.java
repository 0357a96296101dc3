package io.millrace.trainer;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.UserHistory;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code trainer}; {@code reference.conf} says of each key what it does. Immutable.
 *
 * @param engine fused or dl4j
 * @param device cpu or cuda
 * @param threads 0: all cores but one
 * @param seed same seed and data, same model
 * @param mode staged or joint
 * @param embeddingDim floats per vector
 * @param userTowerDims hidden layers
 * @param itemTowerDims hidden layers
 * @param dropout chance of a hidden unit to be dropped
 * @param idDropout chance of an id to be replaced by the unknown's
 * @param userBuckets rows of the hashed user table
 * @param userHistory pooled or sequence
 * @param historyLength last items that the user tower takes in
 * @param historyDecay weight of each further item
 * @param leaveOutFeatures groups that towers and ranker do without
 * @param crossLayers of the ranker
 * @param crossRank of the cross layers' weights; 0 for full
 * @param dnnDims of the ranker
 * @param batchSize examples per step
 * @param learningRateRetrieval of Adam
 * @param learningRateRanking of Adam
 * @param gradientClip greatest length of a step's dense gradient; 0 for none
 * @param epochsRetrieval at most
 * @param finishEpochs of the towers over everything, after the ranker, where training begins with
 *     random weights
 * @param epochsRanking at most
 * @param warmEpochs of the ranker over what is new and then of the towers over everything, where
 *     training begins with trained weights
 * @param negativeSamplingStrategy which negatives the towers see
 * @param numRandomNegatives per example
 * @param numHardNegatives per example
 * @param poolSize most items a step is contrasted with
 * @param retrievalMaxExamples newest ratings the towers learn from
 * @param updateExamples newest ratings that an update between trainings goes over
 * @param rankingShare newest share of the training part that the ranker learns from, and the towers
 *     do not
 * @param rankerMaxExamples most ratings the ranker learns from
 * @param rankerNegatives unrated candidates for each
 * @param ctrWeight weight of the click loss
 * @param ratingWeight weight of the rating loss
 * @param listWeight weight of the lists' loss
 * @param ratingFactors of users and items, that forecast ratings
 * @param ratingSweeps over all ratings, by which these are fitted
 * @param useClassWeights whether clicks weigh as much as their negatives together
 * @param judgedShare newest share of ratings that candidates are judged on
 * @param gateTolerance how far below the live generation's NDCG@10 a candidate may be, relative
 * @param warmStart whether training begins with the weights of the last one that serves, where that
 *     is fair
 * @param interval longest time between trainings; zero for none
 * @param newEvents so many new ratings start a training; 0 for none
 * @param updateEvents so many new ratings start an update between trainings; 0 for none
 * @param firstTraining ratings to wait for before the first training by itself; 0 for never
 * @param keepGenerations generations kept on the topics
 * @param keepForExperiments most kept besides, that arms of experiments name
 * @param runs directories of the service's trainings
 * @param mlflow server that trainings are told to
 */
public record TrainerConfig(
    EngineKind engine,
    String device,
    @AtLeast(0) @AtMost(256) int threads,
    long seed,
    TrainingMode mode,
    @AtLeast(4) @AtMost(1024) int embeddingDim,
    List<Integer> userTowerDims,
    List<Integer> itemTowerDims,
    @AtLeast(0) @AtMost(0.9) double dropout,
    @AtLeast(0) @AtMost(0.9) double idDropout,
    @AtLeast(1) int userBuckets,
    UserHistory userHistory,
    @AtLeast(1) @AtMost(50) int historyLength,
    @AtLeast(0.01) @AtMost(1) double historyDecay,
    List<String> leaveOutFeatures,
    @AtLeast(1) @AtMost(8) int crossLayers,
    @AtLeast(0) int crossRank,
    List<Integer> dnnDims,
    @AtLeast(2) int batchSize,
    @AtLeast(0) double learningRateRetrieval,
    @AtLeast(0) double learningRateRanking,
    @AtLeast(0) double gradientClip,
    @AtLeast(1) int epochsRetrieval,
    @AtLeast(0) int finishEpochs,
    @AtLeast(1) int epochsRanking,
    @AtLeast(1) int warmEpochs,
    NegativeSampling negativeSamplingStrategy,
    @AtLeast(1) int numRandomNegatives,
    @AtLeast(1) int numHardNegatives,
    @AtLeast(2) int poolSize,
    @AtLeast(1) int retrievalMaxExamples,
    @AtLeast(1) int updateExamples,
    @AtLeast(0.01) @AtMost(0.9) double rankingShare,
    @AtLeast(1) int rankerMaxExamples,
    @AtLeast(1) @AtMost(100) int rankerNegatives,
    @AtLeast(0) double ctrWeight,
    @AtLeast(0) double ratingWeight,
    @AtLeast(0) double listWeight,
    @AtLeast(1) @AtMost(128) int ratingFactors,
    @AtLeast(1) @AtMost(1000) int ratingSweeps,
    boolean useClassWeights,
    @AtLeast(0.01) @AtMost(0.5) double judgedShare,
    @AtLeast(0) @AtMost(1) double gateTolerance,
    boolean warmStart,
    Duration interval,
    @AtLeast(0) long newEvents,
    @AtLeast(0) long updateEvents,
    @AtLeast(0) long firstTraining,
    @AtLeast(1) int keepGenerations,
    @AtLeast(0) int keepForExperiments,
    RunsSettings runs,
    MlflowSettings mlflow) {
  /** Twice what an update needs: not all that arrive are newer than what serves. */
  private static final int LEAST_UPDATE_EVENTS = 2000;

  public TrainerConfig {
    userTowerDims = requireLayers("user_tower_dims", userTowerDims);
    itemTowerDims = requireLayers("item_tower_dims", itemTowerDims);
    dnnDims = requireLayers("dnn_dims", dnnDims);
    leaveOutFeatures = requireGroups(leaveOutFeatures);
    if (poolSize < batchSize) {
      throw new IllegalArgumentException(
          "pool_size: must be at least batch_size (%d), was %d".formatted(batchSize, poolSize));
    }
    if (!device.equals("cpu") && !device.equals("cuda")) {
      throw new IllegalArgumentException("device: must be cpu or cuda, was " + device);
    }
    if (crossRank > embeddingDim) {
      throw new IllegalArgumentException(
          "cross_rank: must be at most embedding_dim (%d), was %d; 0 is full rank"
              .formatted(embeddingDim, crossRank));
    }
    if (updateEvents > 0 && updateEvents < LEAST_UPDATE_EVENTS) {
      throw new IllegalArgumentException(
          "update_events: must be 0 or at least %d, half of which an update is judged on, was %d"
              .formatted(LEAST_UPDATE_EVENTS, updateEvents));
    }
    requireFused(engine, "cross_rank", crossRank);
    requireFused(engine, "gradient_clip", gradientClip);
  }

  /** The reference engine has neither; told before anything is read, not when a learner is made. */
  private static void requireFused(EngineKind engine, String key, Number value) {
    if (engine == EngineKind.DL4J && value.doubleValue() != 0) {
      throw new IllegalArgumentException(
          "%s: must be 0 with engine = dl4j, was %s; set it to 0, or engine = fused"
              .formatted(key, value));
    }
  }

  private static List<String> requireGroups(List<String> groups) {
    if (!FeatureEncoder.GROUPS.containsAll(groups)) {
      throw new IllegalArgumentException(
          "leave_out_features: must be some of %s, was %s"
              .formatted(String.join(", ", FeatureEncoder.GROUPS), groups));
    }
    return List.copyOf(groups);
  }

  private static List<Integer> requireLayers(String key, List<Integer> dims) {
    if (dims.isEmpty() || dims.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(key + ": must be widths of at least 1, was " + dims);
    }
    return List.copyOf(dims);
  }

  /**
   * Checks that the state keeps as many items of a user as the user tower takes in.
   *
   * @throws UserFault if it keeps fewer: the tower would learn of items that it never sees
   */
  public void requireKept(FeatureSettings features) {
    if (historyLength > features.recentItems()) {
      throw new UserFault(
          "trainer.history_length: must be at most features.state.recent_items (%d), was %d; let"
                  .formatted(features.recentItems(), historyLength)
              + " the tower take in fewer items, or the state keep more");
    }
  }

  /** The threads to use: as configured, or all cores but one. */
  public int effectiveThreads() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }
}
