package io.millrace.trainer.learner;

/**
 * A further loss on a step's unit vectors, whose gradient is added before the towers' backward
 * pass: so the towers make one step on the sum of both losses (joint training).
 */
public interface VectorLoss {
  /**
   * Adds this loss' gradients; called once in a step, on its thread.
   *
   * @param users [size, dim] unit vectors of the batch's users; not to be changed
   * @param items [pool, dim] unit vectors of the pool; not to be changed
   * @param atUsers [size, dim] to add the gradient at the users' vectors to
   * @param atItems [pool, dim] to add the gradient at the pool's vectors to
   */
  void addGradients(float[] users, float[] items, float[] atUsers, float[] atItems);
}
