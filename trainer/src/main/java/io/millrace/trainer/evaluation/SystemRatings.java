package io.millrace.trainer.evaluation;

import io.millrace.model.ranking.Ranker;
import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * Stars the user would give the items, not held to their range.
   *
   * @param itemIds each once
   */
  public double[] stars(String userId, List<String> itemIds) {
    RecommendationQuery query = RecommendationQuery.forUser(userId, COUNT);
    Candidates candidates = recommender.candidates(query, itemIds);
    int width = candidates.inputWidth();
    float[] input = new float[itemIds.size() * width];
    for (int i = 0; i < itemIds.size(); i++) {
      candidates.encodeInput(candidates.indexOf(itemIds.get(i)), input, i * width);
    }
    return Stream.of(ranker.heads(input, itemIds.size()))
        .mapToDouble(heads -> 5 * heads.rating())
        .toArray();
  }
}
