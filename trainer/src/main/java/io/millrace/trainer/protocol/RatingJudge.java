package io.millrace.trainer.protocol;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.RatingMetrics;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * PROTOCOLS P4. Five folds, drawn at random: each rating is predicted from the four others, the
 * mean of the folds' errors counts. Likes: 4 and 5 stars against 1 and 2, told apart by the
 * predicted stars, on a tenth drawn at random and on the newest tenth, each predicted from all the
 * rest before it; the tenth for validation belongs to what is learned from. A user or item without
 * a rating to learn from is predicted as whoever learns sees fit.
 */
final class RatingJudge {
  private static final int FOLDS = 5;
  private static final int TENTHS = 10;

  private final Interactions log;
  private final int[] draw;
  private final Workers workers;

  /**
   * A judge.
   *
   * @param seed of what is drawn
   */
  RatingJudge(Interactions log, long seed, Workers workers) {
    this.log = log;
    this.workers = workers;
    this.draw = new SplittableRandom(seed).ints(log.size(), 0, FOLDS * TENTHS).toArray();
  }

  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folds", FOLDS);
    return facts;
  }

  ModelResult judge(String model, Rater rater, TrainingProgress progress) {
    Laps laps = new Laps();
    Map<String, Double> metrics = new TreeMap<>();
    double rmse = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      Map<String, Double> found = part(model, rater, foldOf(fold), laps, progress);
      rmse += found.getOrDefault("rmse", Double.NaN) / FOLDS;
    }
    metrics.put("rmse", rmse);
    Map<String, Double> random = part(model, rater, tenth(), laps, progress);
    metrics.put("auc random", random.getOrDefault("auc", Double.NaN));
    Map<String, Double> temporal = part(model, rater, newest(), laps, progress);
    metrics.put("auc temporal", temporal.getOrDefault("auc", Double.NaN));
    metrics.put("rmse temporal", temporal.getOrDefault("rmse", Double.NaN));
    return ModelResult.of(model, metrics, null, laps.seconds());
  }

  private BitSet foldOf(int fold) {
    return where(event -> draw[event] % FOLDS == fold);
  }

  private BitSet tenth() {
    return where(event -> draw[event] / FOLDS == 0);
  }

  private BitSet newest() {
    int from = new Cut.Quantile(1 - 1.0 / TENTHS).firstAfter(log);
    return where(event -> event >= from);
  }

  private BitSet where(IntPredicate wanted) {
    BitSet events = new BitSet(log.size());
    for (int event = 0; event < log.size(); event++) {
      events.set(event, wanted.test(event));
    }
    return events;
  }

  private Map<String, Double> part(
      String model, Rater rater, BitSet test, Laps laps, TrainingProgress progress) {
    rater.fit(log.where(event -> !test.get(event)));
    laps.lap("training");
    RatingMetrics metrics =
        predicted(
            rater, test.stream().toArray(), new PredictionBar(model, test.cardinality(), progress));
    laps.lap("predicting");
    Map<String, Double> found = new TreeMap<>();
    metrics.into(found);
    return found;
  }

  private RatingMetrics predicted(Rater rater, int[] events, PredictionBar bar) {
    List<int[]> parts = byUser(events);
    double[][] stars = new double[parts.size()][];
    AtomicInteger done = new AtomicInteger();
    List<Runnable> tasks = new ArrayList<>();
    for (int thread = 0; thread < workers.threads(); thread++) {
      int first = thread;
      tasks.add(
          () -> {
            Rater.Reader reader = rater.reader(log);
            for (int k = first; k < stars.length; k += workers.threads()) {
              int[] part = parts.get(k);
              int[] items = IntStream.of(part).map(log::item).toArray();
              stars[k] = reader.stars(log.user(part[0]), items);
              tell(bar, done, part.length);
            }
          });
    }
    workers.runAll(tasks);
    RatingMetrics metrics = new RatingMetrics();
    for (int k = 0; k < stars.length; k++) {
      for (int i = 0; i < stars[k].length; i++) {
        metrics.addRating(2 * stars[k][i], log.halfStars(parts.get(k)[i]));
      }
    }
    return metrics;
  }

  /** The events of one user after those of another. */
  private List<int[]> byUser(int[] events) {
    Map<Integer, List<Integer>> parts = new TreeMap<>();
    for (int event : events) {
      parts.computeIfAbsent(log.user(event), user -> new ArrayList<>()).add(event);
    }
    return parts.values().stream()
        .map(part -> part.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private static synchronized void tell(PredictionBar bar, AtomicInteger done, int more) {
    int before = done.getAndAdd(more);
    if (before / 1000 < (before + more) / 1000) {
      bar.accept(before + more);
    }
  }
}
