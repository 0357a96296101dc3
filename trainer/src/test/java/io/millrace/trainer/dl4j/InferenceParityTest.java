package io.millrace.trainer.dl4j;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.InferenceParityContract;

class InferenceParityTest extends InferenceParityContract {
  @Override
  protected Engine open() {
    return new Dl4jEngine("cpu", 1);
  }
}
