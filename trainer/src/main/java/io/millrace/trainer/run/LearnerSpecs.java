package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the learners of a fit are to be: shapes, rates, losses and the weights they begin with.
 *
 * @param history as the engine learns it
 */
record LearnerSpecs(
    TrainerConfig config, UserHistory history, Interactions data, FeatureEncoder encoder) {
  /**
   * Of the towers.
   *
   * @param initial tensors they begin with; empty for random ones
   * @throws UserFault if a table has more rows than this heap can hold
   */
  TwoTowerSpec towers(Map<String, Tensor> initial) {
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

  /**
   * Of the ranker.
   *
   * @param examples it will learn from
   * @param warm whose weights it begins with; null for random ones
   */
  RankerSpec ranker(RankerExamples examples, @Nullable Bundle warm) {
    int positives = examples.proposals();
    int negatives = examples.rows() - examples.size();
    double weight = config.useClassWeights() && positives > 0 ? (double) negatives / positives : 1;
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
}
