package io.millrace.trainer.learner;

import io.millrace.model.bundle.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Shape and hyper-parameters of a two-tower learner.
 *
 * @param dim floats per embedding row and per vector
 * @param itemRows items, without the row for the unknown
 * @param userBuckets hashed user rows, without the row for the unknown
 * @param userWidth floats of a user's encoded features
 * @param itemWidth floats of an item's encoded features
 * @param itemDense [1 + itemRows, itemWidth] every item's encoded features; row 0 zeros
 * @param userDims hidden layers of the user tower
 * @param itemDims hidden layers of the item tower
 * @param dropout chance of a hidden unit to be dropped in a step, 0 to below 1
 * @param idDropout chance of a user's or a pool item's id row to be replaced by the unknown's
 * @param historyLength items pooled into the user's history
 * @param historyDecay weight of each item relative to the next newer one
 * @param userHistory pooled, or a sequence
 * @param eventWidth floats of an event's encoded signals; of a sequence
 * @param learningRate of Adam
 * @param clip greatest length of the dense weights' gradient, beyond which it is scaled down; 0 for
 *     none (the reference engine has none)
 * @param strategy which negatives
 * @param randomNegatives per example
 * @param hardNegatives per example
 * @param seed same seed, same learner
 * @param initial tensors by name to start from (warm start); empty to start afresh
 */
@SuppressWarnings("ArrayRecordComponent")
public record TwoTowerSpec(
    int dim,
    int itemRows,
    int userBuckets,
    int userWidth,
    int itemWidth,
    float[] itemDense,
    List<Integer> userDims,
    List<Integer> itemDims,
    double dropout,
    double idDropout,
    int historyLength,
    double historyDecay,
    UserHistory userHistory,
    int eventWidth,
    double learningRate,
    double clip,
    NegativeSampling strategy,
    int randomNegatives,
    int hardNegatives,
    long seed,
    Map<String, Tensor> initial) {
  public TwoTowerSpec {
    userDims = List.copyOf(userDims);
    itemDims = List.copyOf(itemDims);
    initial = Map.copyOf(initial);
  }
}
