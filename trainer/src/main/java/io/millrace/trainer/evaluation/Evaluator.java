package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.Workers;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Judges generations on the newest ratings, as {@code millrace evaluate} judges them: by the same
 * replay and the same lists, beside popularity as the system serves it ({@link
 * PopularityForecaster}).
 *
 * <p>Next event (PROTOCOLS P1, frozen): at the moment the slice begins everything stops, weights,
 * transitions, popularity and item features alike; only histories grow. Ratings without a history,
 * or of an item that the user has rated before, are skipped. Static split (P3): one list per user
 * as of that moment, relevant is what the user then rated 4 stars or more for the first time.
 */
public final class Evaluator {
  /**
   * Next events predicted at most: on one core a hundred thousand take seven minutes. Were they
   * independent, NDCG@10 of so many would have a standard error of 0.002; those of a user are not,
   * so it is greater ({@link ClusteredMean}).
   */
  private static final int MOST_PREDICTIONS = 20_000;

  private final Interactions log;
  private final RecommenderSettings settings;
  private final FrozenState state;
  private final PopularityForecaster popularity;
  private final BitSet[] genres;
  private final BitSet predicted;
  private final FrozenReplay replay;
  private final SliceRatings ratings;
  private final StaticLists lists;

  /**
   * Plays everything before the slice.
   *
   * @param from first interaction of the slice, above 0
   */
  public Evaluator(
      Interactions log,
      int from,
      FeatureSettings features,
      RecommenderSettings settings,
      Workers workers) {
    this.log = log;
    this.settings = settings;
    this.state = FrozenState.before(log, from, features);
    this.popularity = new PopularityForecaster(state, log.itemIds());
    this.genres = ItemGenres.of(log);
    this.predicted = EvenSample.of(from, log.size() - from, MOST_PREDICTIONS);
    BitSet known = new BitSet(from);
    known.set(0, from);
    this.replay = new FrozenReplay(log, known, predicted, workers);
    this.ratings = new SliceRatings(log, state, replay);
    this.lists = new StaticLists(log, from, workers);
  }

  /**
   * Next event, full ranking, and what was given there: of everything in the slice, or of 20,000
   * events evenly spaced in it.
   */
  public Evaluation nextEvent(Generation generation, TrainingProgress progress) {
    int asked = predicted.cardinality();
    Predictions byModel =
        replay.run(system(generation), new PredictionBar("judging", asked, progress));
    Map<String, Double> model = new TreeMap<>(NextEventFigures.of(byModel, genres));
    model.putAll(
        ratings.byGeneration(
            generation, settings, new PredictionBar("judging ratings", asked, progress)));
    Predictions byPopularity = replay.run(() -> popularity, done -> {});
    Map<String, Double> popular = new TreeMap<>(NextEventFigures.of(byPopularity, genres));
    popular.putAll(ratings.byItemMeans(byPopularity));
    return new Evaluation(model, popular);
  }

  /** Static split. */
  public Evaluation staticSplit(Generation generation, TrainingProgress progress) {
    List<StaticLists.UserList> byModel =
        lists.of(system(generation), new PredictionBar("judging P3", lists.size(), progress));
    List<StaticLists.UserList> byPopularity = lists.of(() -> popularity, done -> {});
    return new Evaluation(lists.metrics(byModel), lists.metrics(byPopularity));
  }

  private Supplier<Forecaster> system(Generation generation) {
    return () ->
        new SystemForecaster(log, state.view(), () -> generation, settings, Stage.RANKING, null);
  }
}
