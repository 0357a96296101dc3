package io.millrace.trainer.learner;

/** Which items of the step's pool an example is contrasted with. */
public enum NegativeSampling {
  /** A number drawn uniformly from the unrated items of the pool. */
  RANDOM,
  /** The highest-scoring unrated items of the pool. */
  HARD,
  /** Both. */
  MIXED,
  /**
   * Every unrated item of the pool: in-batch softmax, or the full softmax where the pool is the
   * catalogue.
   */
  IN_BATCH
}
