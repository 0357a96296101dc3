package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.baseline.RatingBaseline;
import io.millrace.trainer.dataset.Interactions;
import java.util.stream.IntStream;

/** A {@link RatingBaseline} under judgement. */
record BaselineRater(RatingBaseline baseline) implements Rater {
  @Override
  public void fit(Interactions training) {
    baseline.fit(training);
  }

  @Override
  public Reader reader(Interactions log) {
    return (user, items) ->
        IntStream.of(items).mapToDouble(item -> baseline.stars(user, item)).toArray();
  }
}
