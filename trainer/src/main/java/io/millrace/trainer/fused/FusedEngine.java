package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.CpuKernels;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;

/** Layers of our own over {@link Kernels}: several times as fast as the reference. */
public final class FusedEngine implements Engine {
  /** As configured. */
  public static final String NAME = "fused";

  private final Kernels kernels;

  /**
   * On the CPU.
   *
   * @param threads at least 1
   */
  public FusedEngine(int threads) {
    this.kernels = new CpuKernels(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return kernels.description();
  }

  @Override
  public UserHistory history(UserHistory wanted) {
    return wanted;
  }

  @Override
  public TwoTowerLearner towers(TwoTowerSpec spec) {
    return new FusedTwoTower(spec, kernels);
  }

  @Override
  public RankerLearner ranker(RankerSpec spec) {
    return new FusedRanker(spec, kernels);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
