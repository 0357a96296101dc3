package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.FullRanking;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import java.util.List;
import java.util.function.IntPredicate;

/** What answers, for one generation: the whole system over a whole catalogue. For one thread. */
record SystemRanking(Generation generation, Recommender recommender, FullRanking ranking) {
  /** Of a generation, the state being as the view has it at each query. */
  static SystemRanking of(
      Generation generation, FeatureView view, RecommenderSettings settings, List<String> itemIds) {
    Recommender recommender = new Recommender(generation, view, settings);
    return new SystemRanking(generation, recommender, new FullRanking(recommender, itemIds));
  }

  /**
   * The candidates of all sources by the ranker, then every other item by retrieval.
   *
   * @param seen items that are not ranked; the query's candidates are none of them
   */
  Ranking ranked(RecommendationQuery query, IntPredicate seen) {
    Candidates candidates = recommender.candidates(query);
    FullRanking.Order order = ranking.order(candidates);
    return new UnionRanking(
        order.ordinals(),
        order.probabilities(),
        () -> ranking.retrievalScores(candidates.userVector()),
        seen);
  }
}
