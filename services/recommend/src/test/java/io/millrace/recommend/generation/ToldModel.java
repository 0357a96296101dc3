package io.millrace.recommend.generation;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Variation;
import io.millrace.model.retrieval.ScoredItem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A generation that recommends the items it was told of, in order; item "poison" it cannot take.
 */
final class ToldModel implements ServingModel {
  private final String version;
  private final List<String> told = new CopyOnWriteArrayList<>();

  ToldModel(String version) {
    this.version = version;
  }

  /** The items it was told of. */
  List<String> told() {
    return told;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Recommendation> recommend(RecommendationQuery query) {
    return told.stream().map(id -> new Recommendation(id, 0.5, Set.of())).toList();
  }

  @Override
  public ServingModel varied(Variation variation) {
    return this;
  }

  @Override
  public List<ScoredItem> similar(String itemId, int n) {
    return List.of();
  }

  @Override
  public void catalogued(String itemId) {
    if (itemId.equals("poison")) {
      throw new IllegalStateException("cannot be embedded");
    }
    told.add(itemId);
  }

  @Override
  public int indexSize() {
    return told.size();
  }
}
