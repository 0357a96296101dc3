package io.millrace.trainer.run;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankingLoss;
import java.util.List;

/** The towers have been trained and stay as they are. */
record StagedPhase(RankerLearner ranker, RankerExamples examples) implements RankerPhase {

  @Override
  public RankingLoss step(RankerExamples all, int[] part) {
    return ranker.step(all.batch(part), null);
  }

  @Override
  public void scaleRate(double factor) {
    ranker.scaleRate(factor);
  }

  @Override
  public List<Tensor> towers() {
    return List.of();
  }
}
