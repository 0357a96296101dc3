package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.RatingMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was forecast of the ratings of a split.
 *
 * @param split which
 * @param events rated, those of one user after those of another
 * @param stars forecast of each, not held to their range
 */
@SuppressWarnings("ArrayRecordComponent")
record SplitForecasts(RatingSplit split, int[] events, double[] stars) {
  /** {@code rmse} and {@code auc}, the latter where there are likes and dislikes. */
  Map<String, Double> metrics(Interactions log) {
    RatingMetrics metrics = new RatingMetrics();
    for (int k = 0; k < events.length; k++) {
      metrics.addRating(2 * stars[k], log.halfStars(events[k]));
    }
    Map<String, Double> found = new TreeMap<>();
    metrics.into(found);
    return found;
  }

  /** A line each. */
  Stream<String> lines(DumpFormat format) {
    return IntStream.range(0, events.length)
        .mapToObj(k -> format.rating(events[k], stars[k], split.name()));
  }
}
