package io.millrace.trainer.fused;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.InferenceParityContract;
import io.millrace.trainer.learner.RankerSpec;
import java.util.List;
import java.util.Map;

/** Cross layers of low rank are served as their product. */
class LowRankInferenceParityTest extends InferenceParityContract {
  @Override
  protected Engine open() {
    return new FusedEngine(1);
  }

  @Override
  protected RankerSpec rankerSpec(int inputWidth) {
    return new RankerSpec(
        inputWidth, 3, 4, List.of(16, 8, 4), 0.01, 0, 0.7, 0.3, 0.5, 1, 5, Map.of());
  }
}
