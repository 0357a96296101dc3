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
    if (!canForecast(generation)) {
      throw new IllegalArgumentException(
          "generation: must have rating factors or a ranker, was " + generation.id());
    }
    this.recommender = new Recommender(generation, view, read(generation, settings));
  }

  /** Whether a generation forecasts ratings: by rating factors, or by its ranker. */
  static boolean canForecast(Generation generation) {
    Generation.Model model = generation.model();
    return model != null && (model.ranker() != null || model.ratings() != null);
  }

  /** To rating factors it is all the same who proposes an item, so nobody need; to a ranker not. */
  private static RecommenderSettings read(Generation generation, RecommenderSettings settings) {
    Generation.Model model = generation.model();
    return model != null && model.ratings() != null
        ? new RecommenderSettings(
            1, 0, 0, settings.transitionHistory(), settings.transitionDecay(), 0, 0)
        : settings;
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
