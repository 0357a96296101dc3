package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A recommender under judgement. For one thread; the frozen forecasters are for one thread each.
 */
public interface Contender {
  /**
   * Learns from all of these, perhaps beginning with what it learned before.
   *
   * @param training ordinals are those of the log; contenders that are to share a training are
   *     given the same instance
   */
  void fit(Interactions training);

  /** Forecasters for which all but histories stands still as of the last fit. */
  Supplier<Forecaster> frozen(Interactions log);

  /** Itself, if it can go on while events happen. */
  default Optional<RollingContender> asRolling() {
    return Optional.empty();
  }

  /** Who proposes its candidates, as of the last fit, if it has any. */
  default Optional<Proposer> proposer() {
    return Optional.empty();
  }
}
