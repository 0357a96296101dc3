package io.millrace.trainer.protocol;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    List<int[]> users = byUser(split);
    double[][] stars = new double[users.size()][];
    done = 0;
    List<Runnable> tasks = new ArrayList<>();
    for (int thread = 0; thread < workers.threads(); thread++) {
      int first = thread;
      tasks.add(
          () -> {
            Rater.Reader reader = rater.reader(log);
            for (int k = first; k < stars.length; k += workers.threads()) {
              int[] events = users.get(k);
              int[] items = IntStream.of(events).map(log::item).toArray();
              stars[k] = reader.stars(log.user(events[0]), items);
              tell(bar, events.length);
            }
          });
    }
    workers.runAll(tasks);
    return new SplitForecasts(
        split,
        users.stream().flatMapToInt(IntStream::of).toArray(),
        Stream.of(stars).flatMapToDouble(DoubleStream::of).toArray());
  }

  private List<int[]> byUser(RatingSplit split) {
    Map<Integer, IntStream.Builder> users = new TreeMap<>();
    split.judged().stream()
        .forEach(
            event ->
                users.computeIfAbsent(log.user(event), user -> IntStream.builder()).add(event));
    return users.values().stream().map(events -> events.build().toArray()).toList();
  }

  private synchronized void tell(PredictionBar bar, int more) {
    int before = done;
    done += more;
    if (before / TOLD_EVERY < done / TOLD_EVERY) {
      bar.accept(done);
    }
  }
}
