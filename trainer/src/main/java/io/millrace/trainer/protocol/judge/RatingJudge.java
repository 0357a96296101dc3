package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Rater;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * PROTOCOLS P4. Five folds, drawn at random: each rating is predicted from the four others, the
 * mean of the folds' errors counts. Likes: 4 and 5 stars against 1 and 2, told apart by the
 * predicted stars, on a tenth drawn at random and on the newest tenth, each predicted from all the
 * rest before it; the tenth for validation belongs to what is learned from. A user or item without
 * a rating to learn from is predicted as whoever learns sees fit.
 *
 * <p>What the data has not enough for is left out, with the reason among the {@link #facts}. For
 * one thread.
 */
public final class RatingJudge {
  private static final int FOLDS = 5;
  private static final int TENTHS = 10;
  private static final String RMSE = "rmse";
  private static final String AUC = "auc";
  private static final String AUC_RANDOM = "auc random";
  private static final String AUC_TEMPORAL = "auc temporal";
  private static final String RMSE_TEMPORAL = "rmse temporal";

  private final Interactions log;
  private final int[] draw;
  private final List<RatingSplit> folds;
  private final RatingSplit random;
  private final RatingSplit newest;
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final RatingForecasts forecasts;

  /**
   * A judge.
   *
   * @param seed of what is drawn
   * @param workers that users are shared out over; not closed here
   */
  public RatingJudge(Interactions log, long seed, Workers workers) {
    this.log = log;
    this.draw = new SplittableRandom(seed).ints(log.size(), 0, FOLDS * TENTHS).toArray();
    this.folds = IntStream.range(0, FOLDS).mapToObj(this::fold).toList();
    this.random = new RatingSplit("random", where(event -> draw[event] / FOLDS == 0));
    NewestTenth tenth = new NewestTenth(log);
    this.newest = new RatingSplit("temporal", tenth.events());
    this.forecasts = new RatingForecasts(log, workers);
    note(RMSE, unlearnable());
    note(AUC_RANDOM, random.withoutLikes(log));
    boolean none = tenth.from().isEmpty();
    note(AUC_TEMPORAL, none ? tenth.absence() : newest.withoutLikes(log));
    note(RMSE_TEMPORAL, none ? tenth.absence() : null);
  }

  private RatingSplit fold(int fold) {
    return new RatingSplit("fold" + (fold + 1), where(event -> draw[event] % FOLDS == fold));
  }

  private BitSet where(IntPredicate wanted) {
    BitSet events = new BitSet(log.size());
    for (int event = 0; event < log.size(); event++) {
      events.set(event, wanted.test(event));
    }
    return events;
  }

  /** Why some fold cannot be judged; null where all can. */
  private @Nullable String unlearnable() {
    return folds.stream()
        .map(
            fold -> {
              String why = fold.withoutError(log);
              return why == null ? null : fold.name() + ": " + why;
            })
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void note(String metric, @Nullable String why) {
    if (why != null) {
      missing.put(metric, why);
    }
  }

  private boolean judges(String metric) {
    return !missing.containsKey(metric);
  }

  /** Counts that belong to the figures, and why some are missing, in the order to be shown. */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folds", FOLDS);
    missing.forEach((metric, why) -> facts.put("no " + metric, why));
    return facts;
  }

  /**
   * Has a rater learn and forecast, split by split.
   *
   * @param label what is judged, to be shown meanwhile
   * @return of the metrics {@code rmse}, {@code rmse temporal} (stars), {@code auc random} and
   *     {@code auc temporal} (0 to 1) those that can be had
   * @throws io.millrace.runtime.UserFault if it cannot learn from this data
   */
  public Judged judge(String label, Rater rater, TrainingProgress progress) {
    Laps laps = new Laps();
    Map<String, Double> metrics = new TreeMap<>();
    List<SplitForecasts> found = new ArrayList<>();
    for (RatingSplit split : judged()) {
      rater.fit(log.where(event -> !split.judged().get(event)));
      laps.lap("training");
      PredictionBar bar = new PredictionBar(label, split.judged().cardinality(), progress);
      SplitForecasts told = forecasts.of(split, rater, bar);
      laps.lap("predicting");
      count(told, metrics);
      found.add(told);
    }
    DumpFormat format = new DumpFormat(log);
    return new Judged(
        metrics, null, () -> found.stream().flatMap(told -> told.lines(format)), laps.seconds());
  }

  /** Those that some metric asks for. */
  private List<RatingSplit> judged() {
    List<RatingSplit> all = new ArrayList<>(judges(RMSE) ? folds : List.of());
    if (judges(AUC_RANDOM)) {
      all.add(random);
    }
    if (judges(RMSE_TEMPORAL)) {
      all.add(newest);
    }
    return all;
  }

  private void count(SplitForecasts told, Map<String, Double> metrics) {
    Map<String, Double> found = told.metrics(log);
    if (told.split().equals(random)) {
      put(AUC_RANDOM, found.get(AUC), metrics);
    } else if (told.split().equals(newest)) {
      put(AUC_TEMPORAL, found.get(AUC), metrics);
      put(RMSE_TEMPORAL, found.get(RMSE), metrics);
    } else {
      metrics.merge(RMSE, found.getOrDefault(RMSE, Double.NaN) / FOLDS, Double::sum);
    }
  }

  private static void put(String metric, @Nullable Double value, Map<String, Double> metrics) {
    if (value != null) {
      metrics.put(metric, value);
    }
  }
}
