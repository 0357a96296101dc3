package io.millrace.features.erasure;

import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/**
 * All that is to be done at a time: people are erased until nobody is left, then what they leave
 * behind is made ready for compaction. One thread.
 */
final class ErasureRound {
  /** People deleted while a run goes on are erased by the next, at once. */
  private static final int MOST_RUNS = 5;

  private final Erasure erasure;
  private final Compaction compaction;
  private final BooleanSupplier leader;
  private final ErasureMetrics metrics;

  /**
   * What can be done now.
   *
   * @param leader whether this instance is the one to do it; where it is not, or not any more,
   *     nothing further is done
   */
  ErasureRound(
      Erasure erasure, Compaction compaction, BooleanSupplier leader, ErasureMetrics metrics) {
    this.erasure = erasure;
    this.compaction = compaction;
    this.leader = leader;
    this.metrics = metrics;
  }

  /**
   * One round, counted where it ends whole: nobody is left. May break off anywhere and be run
   * again.
   *
   * @return whether people are left who can be erased before long
   * @throws KafkaException if brokers fail it
   */
  boolean run() throws InterruptedException {
    Erasure.Outcome outcome = Erasure.Outcome.AGAIN;
    for (int i = 0; i < MOST_RUNS && outcome != Erasure.Outcome.NOTHING; i++) {
      if (!leader.getAsBoolean()) {
        return false;
      }
      outcome = erasure.run();
      if (outcome == Erasure.Outcome.BEHIND) {
        return true;
      }
    }
    if (!leader.getAsBoolean()) {
      return false;
    }
    var _ = compaction.run();
    boolean whole = outcome == Erasure.Outcome.NOTHING;
    if (whole) {
      metrics.completed();
    }
    return !whole;
  }
}
