package io.millrace.trainer.learner;

import io.millrace.model.bundle.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns to order candidates: Deep and Cross network, version 2 (Wang et al. 2021), with a rating
 * head and a click head.
 *
 * <p>Confined to one thread.
 */
public interface RankerLearner extends AutoCloseable {
  /**
   * One step of gradient descent.
   *
   * @param inputGradient [size, inputWidth] filled with the loss' gradient at the input, or null
   *     where nobody asks
   * @return valid until the next step
   * @throws DivergenceException if the loss is not finite
   */
  RankingLoss step(RankingBatch batch, float @Nullable [] inputGradient);

  /** Scales the configured learning rate from now on; 1 at the start. */
  void scaleRate(double factor);

  /**
   * Both heads, as inference gives them.
   *
   * @return [size, 2]: rating (half stars / 10), click logit
   */
  float[] score(int size, float[] input);

  /** Everything inference needs, except the blend. */
  List<Tensor> export();

  @Override
  void close();
}
