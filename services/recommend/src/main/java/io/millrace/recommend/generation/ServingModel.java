package io.millrace.recommend.generation;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.retrieval.ScoredItem;
import java.util.List;

/** A generation that answers. Thread-safe. */
public interface ServingModel {
  /** The generation's name. */
  String version();

  /** The best items. */
  List<Recommendation> recommend(RecommendationQuery query);

  /** The nearest items. */
  List<ScoredItem> similar(String itemId, int n);

  /** The item is new in the catalogue, or has changed there: gives it a vector if it has none. */
  void catalogued(String itemId);

  /** Items in the index. */
  int indexSize();
}
