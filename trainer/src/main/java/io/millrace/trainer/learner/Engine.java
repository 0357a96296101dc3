package io.millrace.trainer.learner;

/**
 * Makes learners, and holds what they share: threads, device. Learners made here must be closed
 * first. For one thread.
 */
public interface Engine extends AutoCloseable {
  /** As configured, such as {@code dl4j}. */
  String name();

  /** What computes, for people, such as {@code nd4j-native (CPU), 1 thread}. */
  String device();

  /** The kind of user history it learns where this one is wanted: another if it cannot. */
  UserHistory history(UserHistory wanted);

  /** A two-tower learner, fresh or from given weights. */
  TwoTowerLearner towers(TwoTowerSpec spec);

  /** A ranker's learner, fresh or from given weights. */
  RankerLearner ranker(RankerSpec spec);

  @Override
  void close();
}
