package io.millrace.trainer.learner;

import io.millrace.model.bundle.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Shape and hyper-parameters of a ranker.
 *
 * @param inputWidth floats of x0: embedding dim plus the pair's encoded features
 * @param crossLayers at least 1
 * @param crossRank of the cross layers' weights; 0 for full (the reference engine has full only)
 * @param deepDims layers of the deep side
 * @param learningRate of Adam
 * @param clip greatest length of the gradient, beyond which it is scaled down; 0 for none (the
 *     reference engine has none)
 * @param ratingWeight of the rating head's loss
 * @param clickWeight of the click head's loss
 * @param listWeight of the loss of each rated item's list: softmax cross-entropy of the click
 *     logits of the item and of the candidates sampled with it
 * @param positiveWeight weight of clicked examples in the click loss; 1 for none
 * @param seed same seed, same ranker
 * @param initial tensors by name to start from (warm start); empty to start afresh
 */
public record RankerSpec(
    int inputWidth,
    int crossLayers,
    int crossRank,
    List<Integer> deepDims,
    double learningRate,
    double clip,
    double ratingWeight,
    double clickWeight,
    double listWeight,
    double positiveWeight,
    long seed,
    Map<String, Tensor> initial) {
  public RankerSpec {
    deepDims = List.copyOf(deepDims);
    initial = Map.copyOf(initial);
  }
}
