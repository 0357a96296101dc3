package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.evaluation.UserShares;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Rater;
import java.util.stream.IntStream;

/** Has a rater forecast the ratings of a split, users shared out over threads. For one thread. */
final class RatingForecasts {
  private static final int TOLD_EVERY = 1000;

  private final Interactions log;
  private final Workers workers;
  private int done;

  RatingForecasts(Interactions log, Workers workers) {
    this.log = log;
    this.workers = workers;
  }

  /**
   * Forecasts.
   *
   * @param rater that has learned
   */
  SplitForecasts of(RatingSplit split, Rater rater, PredictionBar bar) {
    int[] users = split.judged().stream().map(log::user).sorted().distinct().toArray();
    double[] stars = new double[log.size()];
    done = 0;
    new UserShares(users, workers)
        .play(
            () -> rater.reader(log),
            (reader, user) -> {
              int[] events = judged(split, user).toArray();
              double[] told = reader.stars(user, IntStream.of(events).map(log::item).toArray());
              for (int k = 0; k < events.length; k++) {
                stars[events[k]] = told[k];
              }
              tell(bar, events.length);
            });
    int[] events = IntStream.of(users).flatMap(user -> judged(split, user)).toArray();
    return new SplitForecasts(
        split, events, IntStream.of(events).mapToDouble(event -> stars[event]).toArray());
  }

  private IntStream judged(RatingSplit split, int user) {
    return IntStream.range(0, log.ratingsOf(user))
        .map(place -> log.eventOf(user, place))
        .filter(split.judged()::get);
  }

  private synchronized void tell(PredictionBar bar, int more) {
    int before = done;
    done += more;
    if (before / TOLD_EVERY < done / TOLD_EVERY) {
      bar.accept(done);
    }
  }
}
