package io.millrace.trainer.evaluation;

import io.millrace.model.ranking.Ranker;
import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import java.util.List;

/** Predicts ratings by the ranker that serves, as of one moment. For one thread. */
public final class SystemRatings {
  private static final int COUNT = 10;

  private final Recommender recommender;
  private final Ranker ranker;

  /**
   * Over a view.
   *
   * @throws IllegalArgumentException if the generation has no ranker
   */
  public SystemRatings(MovingView view, Generation generation, RecommenderSettings settings) {
    this.recommender = new Recommender(generation, view, settings);
    Generation.Model model = generation.model();
    if (model == null || model.ranker() == null) {
      throw new IllegalArgumentException("generation: must have a ranker, was " + generation.id());
    }
    this.ranker = model.ranker();
  }

  /** Stars the user would give the item, not held to their range. */
  public double stars(String userId, String itemId) {
    RecommendationQuery query = RecommendationQuery.forUser(userId, COUNT);
    Candidates candidates = recommender.candidates(query, List.of(itemId));
    float[] input = new float[candidates.inputWidth()];
    candidates.encodeInput(candidates.indexOf(itemId), input, 0);
    return 5 * ranker.heads(input, 1)[0].rating();
  }
}
