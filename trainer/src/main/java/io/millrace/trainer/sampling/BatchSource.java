package io.millrace.trainer.sampling;

import io.millrace.trainer.learner.RetrievalBatch;

/** Makes the batches of epochs. Same seed, same batches. For one thread. */
public sealed interface BatchSource permits RetrievalSampler, SequenceSampler {
  /** Puts the examples in the order of an epoch. */
  void shuffle(long seed);

  /** Steps of the present epoch. */
  int steps();

  /** The batch of a step, from 0. */
  RetrievalBatch batch(int step, long seed);

  /**
   * A batch for given interactions; where histories are sequences other rows come with them.
   *
   * @param events of the stretch of the inputs; the row of the i-th is {@link
   *     RetrievalBatch#rowOf(int)}
   * @param required items that the pool must hold besides, each any number of times
   */
  RetrievalBatch batch(int[] events, int[] required, long seed);
}
