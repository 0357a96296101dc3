package io.millrace.trainer.protocol;

import io.millrace.trainer.TrainingProgress;
import java.util.function.IntConsumer;

/** Tells how many events were predicted. */
record PredictionBar(String model, int total, TrainingProgress progress) implements IntConsumer {
  @Override
  public void accept(int done) {
    progress.update(
        new TrainingProgress.Stage(
            model, 0, 0, (double) done / Math.max(1, total), Double.NaN, Double.NaN));
  }
}
