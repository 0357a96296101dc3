package io.millrace.trainer.fused;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.InferenceParityContract;

class InferenceParityTest extends InferenceParityContract {
  @Override
  protected Engine open() {
    return new FusedEngine(1);
  }
}
