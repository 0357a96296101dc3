package io.millrace.recommend.generation;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Variation;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.recommend.watch.IndexRecall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A generation that answers. Thread-safe. */
public interface ServingModel {
  /** The generation's name. */
  String version();

  /** The best items. */
  List<Recommendation> recommend(RecommendationQuery query);

  /** This model, over the same index, as the variation has it. Cheap: to be made for a query. */
  ServingModel varied(Variation variation);

  /** The nearest items. */
  List<ScoredItem> similar(String itemId, int n);

  /**
   * The item is new in the catalogue, or has changed there: gives it a vector if it has none. By
   * one thread at a time.
   */
  void catalogued(String itemId);

  /** Items in the index. */
  int indexSize();

  /** Compares what the index finds for a query with exact scoring; null without an index. */
  default @Nullable IndexRecall checkIndex(RecommendationQuery query) {
    return null;
  }
}
