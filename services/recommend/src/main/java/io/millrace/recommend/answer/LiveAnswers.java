package io.millrace.recommend.answer;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.UserFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers from the serving generation and the live state. Thread-safe. */
public final class LiveAnswers implements Answers {
  private final LiveState state;
  private final Generations generations;
  private final Impressions impressions;

  /** Answers from these, and writes down what was shown. */
  public LiveAnswers(LiveState state, Generations generations, Impressions impressions) {
    this.state = state;
    this.generations = generations;
    this.impressions = impressions;
  }

  @Override
  public ItemList recommend(RecommendationQuery query) {
    requireCatalogue();
    long start = System.nanoTime();
    ServingModel model = generations.serving();
    List<Recommendation> found = model.recommend(withoutRecent(query));
    List<ListedItem> items =
        found.stream().map(r -> listed(r.itemId(), r.score(), r.sources())).toList();
    ItemList list = list(model, start, items);
    impressions.shown(query.userId(), list);
    return list;
  }

  @Override
  public ItemList similar(String itemId, String field, int n) {
    requireCatalogue();
    if (state.item(itemId) == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_ITEM,
          "%s: must be an item of the catalogue, was \"%s\"".formatted(field, itemId));
    }
    long start = System.nanoTime();
    ServingModel model = generations.serving();
    List<ScoredItem> found = model.similar(itemId, n);
    Set<SourceKind> sources =
        Set.of(model.indexSize() > 0 ? SourceKind.INDEX : SourceKind.TRANSITIONS);
    return list(
        model, start, found.stream().map(s -> listed(s.itemId(), s.score(), sources)).toList());
  }

  /**
   * A user's state and the list of all they rated come by two topics: what is in the first is seen,
   * even if the second is not there yet.
   */
  private RecommendationQuery withoutRecent(RecommendationQuery query) {
    UserFeatures user =
        query.userId() == null || query.seen() != SeenPolicy.EXCLUDE
            ? null
            : state.user(query.userId());
    if (user == null) {
      return query;
    }
    Set<String> exclude = new HashSet<>(query.exclude());
    user.getRecent().stream().map(RatedItem::getItemId).forEach(exclude::add);
    return query.excluding(exclude);
  }

  private ListedItem listed(String itemId, double score, Set<SourceKind> sources) {
    Item item = state.item(itemId);
    @Nullable String title = item == null ? null : item.getTitle();
    return new ListedItem(itemId, title, score, sources.stream().sorted().toList());
  }

  private static ItemList list(ServingModel model, long start, List<ListedItem> items) {
    double millis = Math.round((System.nanoTime() - start) / 1e3) / 1e3;
    return new ItemList(UUID.randomUUID().toString(), model.version(), millis, items);
  }

  private void requireCatalogue() {
    if (state.itemCount() == 0) {
      throw new RequestFault(
          ErrorCode.LOADING, "no item of the catalogue has been read yet; see /health/ready");
    }
  }
}
