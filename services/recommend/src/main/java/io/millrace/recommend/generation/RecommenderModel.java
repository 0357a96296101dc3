package io.millrace.recommend.generation;

import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.recommendation.Variation;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.recommend.state.LiveState;
import io.millrace.recommend.watch.IndexRecall;
import io.millrace.schemas.Item;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A generation over the live state: the very recommender that was judged. Thread-safe. */
final class RecommenderModel implements ServingModel {
  private final Generation generation;
  private final LiveState state;
  private final Recommender recommender;
  private final int nearest;

  RecommenderModel(Generation generation, LiveState state, RecommenderSettings settings) {
    this(
        generation,
        state,
        new Recommender(generation, state, settings),
        settings.indexCandidates());
  }

  private RecommenderModel(
      Generation generation, LiveState state, Recommender recommender, int nearest) {
    this.generation = generation;
    this.state = state;
    this.recommender = recommender;
    this.nearest = nearest;
  }

  @Override
  public ServingModel varied(Variation variation) {
    return new RecommenderModel(generation, state, recommender.varied(variation), nearest);
  }

  @Override
  public String version() {
    return generation.id();
  }

  @Override
  public List<Recommendation> recommend(RecommendationQuery query) {
    return recommender.recommend(query);
  }

  @Override
  public List<ScoredItem> similar(String itemId, int n) {
    return recommender.similar(itemId, n);
  }

  /** A deleted item keeps its vector, which no answer returns, for the case that it comes back. */
  @Override
  public void catalogued(String itemId) {
    Item item = state.item(itemId);
    if (item != null) {
      generation.put(item);
    }
    recommender.catalogued(itemId);
  }

  @Override
  public @Nullable IndexRecall checkIndex(RecommendationQuery query) {
    Generation.Model model = generation.model();
    float[] user = recommender.userVector(query);
    if (model == null || user == null || nearest == 0) {
      return null;
    }
    ItemIndex index = model.index();
    Set<String> exact = ids(index.searchAll(user, nearest, index.mask(id -> true), id -> true));
    Set<String> found = ids(index.search(user, nearest, id -> true));
    found.retainAll(exact);
    return new IndexRecall(found.size(), exact.size());
  }

  private static Set<String> ids(List<ScoredItem> items) {
    return items.stream().map(ScoredItem::itemId).collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public int indexSize() {
    Generation.Model model = generation.model();
    ItemIndex index = model == null ? null : model.index();
    return index == null ? 0 : index.size();
  }
}
