package io.millrace.trainer.dl4j;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.learner.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deeplearning4j on ND4J: the reference that the other engine is held to. */
public final class Dl4jEngine implements Engine {
  /** As configured. */
  public static final String NAME = "dl4j";

  private static final Logger log = LoggerFactory.getLogger(Dl4jEngine.class);
  private final Device device;
  private final Workers workers;

  /**
   * Loads ND4J's backend; logs why a device that was asked for does not serve.
   *
   * @param wanted cpu or cuda
   * @param threads of the CPU, at least 1
   */
  public Dl4jEngine(String wanted, int threads) {
    this.device = Device.open(wanted, threads);
    device.notes().forEach(log::warn);
    this.workers = new Workers(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return device.description();
  }

  @Override
  public UserHistory history(UserHistory wanted) {
    return UserHistory.POOLED;
  }

  @Override
  public TwoTowerLearner towers(TwoTowerSpec spec) {
    return new Dl4jTwoTower(spec, workers);
  }

  @Override
  public RankerLearner ranker(RankerSpec spec) {
    return new Dl4jRanker(spec);
  }

  @Override
  public void close() {
    workers.close();
  }
}
