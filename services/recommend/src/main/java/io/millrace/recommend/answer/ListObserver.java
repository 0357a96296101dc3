package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.generation.ServingModel;

/** Is told of lists that were answered. Called by the threads that answer; must not block. */
@FunctionalInterface
public interface ListObserver {
  /** The model has answered the query with this list. */
  void answered(ServingModel model, RecommendationQuery query, ItemList list);
}
