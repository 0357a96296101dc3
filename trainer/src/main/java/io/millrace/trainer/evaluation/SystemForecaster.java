package io.millrace.trainer.evaluation;

import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.ScoreOrder;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ranks by the very classes that serve. For one thread. */
public final class SystemForecaster implements Forecaster {
  private final Interactions log;
  private final MovingView view;
  private final Supplier<Generation> generations;
  private final RecommenderSettings settings;
  private final Stage stage;
  private final @Nullable SourceKind source;
  private @Nullable SystemRanking serving;

  /** How far the system is followed. */
  public enum Stage {
    /** The candidates in the order they are proposed, by all sources or one; others rank last. */
    CANDIDATES,
    /** The towers: all items by user vector times item vector. */
    RETRIEVAL,
    /** The candidates of all sources by the towers, then every other item by them. */
    UNION,
    /** The candidates of all sources by the ranker, then every other item by retrieval. */
    RANKING
  }

  /**
   * A forecaster.
   *
   * @param view as of the first event to come
   * @param generations the one that serves now
   * @param source whose candidates they are at that stage; null for the union of all
   */
  public SystemForecaster(
      Interactions log,
      MovingView view,
      Supplier<Generation> generations,
      RecommenderSettings settings,
      Stage stage,
      @Nullable SourceKind source) {
    this.log = log;
    this.view = view;
    this.generations = generations;
    this.settings = settings;
    this.stage = stage;
    this.source = source;
  }

  private SystemRanking serving() {
    Generation now = generations.get();
    SystemRanking last = serving;
    if (last == null || last.generation() != now) {
      last = SystemRanking.of(now, view, settings, log.itemIds());
      serving = last;
    }
    return last;
  }

  @Override
  public Ranking rank(RatedItems history, long now) {
    view.advance(now);
    RecommendationQuery query =
        RecommendationQuery.forUser(log.userIds().get(history.user()), Predictions.TOP);
    return switch (stage) {
      case CANDIDATES -> proposed(query, history);
      case RETRIEVAL -> retrieved(query, history);
      case UNION -> united(query, history);
      case RANKING -> serving().ranked(query, history::contains);
    };
  }

  private Ranking proposed(RecommendationQuery query, RatedItems history) {
    SystemRanking by = serving();
    Candidates candidates = by.recommender().candidates(query);
    return new OrderRanking(
        order(candidates)
            .map(k -> by.ranking().ordinal(candidates.itemId(k)))
            .filter(item -> item >= 0)
            .toArray(),
        history::contains);
  }

  private IntStream order(Candidates candidates) {
    IntStream all = IntStream.range(0, candidates.proposed());
    SourceKind only = source;
    return only == null
        ? all
        : IntStream.of(
            ScoreOrder.ordinals(
                all.filter(k -> candidates.rank(k, only) > 0)
                    .mapToLong(k -> ScoreOrder.key(-candidates.rank(k, only), k))
                    .toArray()));
  }

  private Ranking retrieved(RecommendationQuery query, RatedItems history) {
    SystemRanking by = serving();
    float[] user = by.recommender().userVector(query);
    return new ScoreRanking(by.ranking().retrievalScores(user), history::contains);
  }

  private Ranking united(RecommendationQuery query, RatedItems history) {
    SystemRanking by = serving();
    Candidates candidates = by.recommender().candidates(query);
    float[] scores = by.ranking().retrievalScores(candidates.userVector());
    long[] proposed =
        IntStream.range(0, candidates.proposed())
            .map(k -> by.ranking().ordinal(candidates.itemId(k)))
            .filter(item -> item >= 0)
            .mapToLong(item -> ScoreOrder.key(scores[item], item))
            .toArray();
    return new UnionRanking(ScoreOrder.ordinals(proposed), () -> scores, history::contains);
  }

  @Override
  public void accept(RatedItems before, int event) {
    view.accept(log.rating(event));
  }
}
