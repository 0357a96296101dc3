package io.millrace.trainer.evaluation;

import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import java.util.List;

/** Predicts ratings by the classes that serve, as of one moment. For one thread. */
public final class SystemRatings {
  private static final int COUNT = 10;

  private final Recommender recommender;

  /**
   * Over a view.
   *
   * @throws IllegalArgumentException if the generation forecasts no ratings
   */
  public SystemRatings(MovingView view, Generation generation, RecommenderSettings settings) {
    Generation.Model model = generation.model();
    if (model == null || (model.ranker() == null && model.ratings() == null)) {
      throw new IllegalArgumentException(
          "generation: must have rating factors or a ranker, was " + generation.id());
    }
    this.recommender = new Recommender(generation, view, settings);
  }

  /**
   * Stars the user would give the items, not held to their range.
   *
   * @param itemIds each once
   */
  public double[] stars(String userId, List<String> itemIds) {
    RecommendationQuery query = RecommendationQuery.forUser(userId, COUNT);
    Candidates candidates = recommender.candidates(query, itemIds);
    return itemIds.stream()
        .mapToDouble(id -> recommender.stars(candidates, candidates.indexOf(id)))
        .toArray();
  }
}
