package io.millrace.trainer.evaluation;

import io.millrace.trainer.TrainingProgress;
import java.util.function.IntConsumer;

/**
 * Tells how many of the events, or lists, are done.
 *
 * @param phase such as the model that is judged
 * @param total of them
 */
public record PredictionBar(String phase, int total, TrainingProgress progress)
    implements IntConsumer {
  @Override
  public void accept(int done) {
    progress.update(
        new TrainingProgress.Stage(
            phase, 0, 0, (double) done / Math.max(1, total), Double.NaN, Double.NaN));
  }
}
