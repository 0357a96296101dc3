package io.millrace.trainer.learner;

import io.millrace.model.bundle.Tensor;
import java.util.List;

/**
 * Learns to place users near the items they rate next (two-tower retrieval; Yi et al. 2019,
 * "Sampling-bias-corrected neural modeling for large corpus item recommendations").
 *
 * <p>Confined to one thread.
 */
public interface TwoTowerLearner extends AutoCloseable {
  /**
   * One step of gradient descent.
   *
   * @return the batch's mean loss, in nats
   * @throws DivergenceException if the loss is not finite
   */
  default double step(RetrievalBatch batch) {
    return step(batch, (users, items, atUsers, atItems) -> {});
  }

  /**
   * One step of gradient descent on the sum of the batch's own loss and a further one.
   *
   * @return the batch's mean loss without the further one, in nats
   * @throws DivergenceException if the loss is not finite
   */
  double step(RetrievalBatch batch, VectorLoss further);

  /**
   * From now on moves a part of the weights only.
   *
   * @return whether it can; if not, all weights move as before
   */
  default boolean moveOnly(Movable part) {
    return false;
  }

  /** Scales the configured learning rate from now on; 1 at the start. */
  void scaleRate(double factor);

  /**
   * Unit vectors of users with pooled histories, as inference gives them.
   *
   * @return [size, dim]
   */
  float[] embedUsers(int size, int[] userRow, float[] userDense, int[] history);

  /**
   * Unit vectors of users with histories as sequences, as inference gives them.
   *
   * @param userRow [rows] of each row of the sequences
   * @param userDense [rows, userWidth]
   * @return [rows, dim] of every row
   * @throws UnsupportedOperationException where histories are pooled
   */
  float[] embedUsers(int[] userRow, float[] userDense, EventSequences events);

  /**
   * Unit vectors of every item row, row 0 (out of the vocabulary) first.
   *
   * @return [1 + items, dim]
   */
  float[] embedItems();

  /** Everything inference needs, and {@code retrieval.temperature}. */
  List<Tensor> export();

  @Override
  void close();
}
