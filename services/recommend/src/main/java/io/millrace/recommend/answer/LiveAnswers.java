package io.millrace.recommend.answer;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.reranking.Placement;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.recommend.answer.Armed.Found;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.shadow.ShadowScoring;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.UserFeatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers from the serving generation and the live state. Thread-safe. */
public final class LiveAnswers implements Answers {
  private final LiveState state;
  private final Generations generations;
  private final Impressions impressions;
  private final ShadowScoring shadow;
  private final ListObserver observer;
  private final Arms arms;
  private final Supplier<UUID> ids;

  /**
   * Answers from these, and tells impressions and shadow what was shown.
   *
   * @param observer told of each first page
   * @param experiments users may be in
   * @param settings how lists are steered where the query does not say
   * @param ids of recommendations; they seed what is drawn
   */
  public LiveAnswers(
      LiveState state,
      Generations generations,
      Impressions impressions,
      ShadowScoring shadow,
      ListObserver observer,
      Experiments experiments,
      SteeringSettings settings,
      Supplier<UUID> ids) {
    this.state = state;
    this.generations = generations;
    this.impressions = impressions;
    this.shadow = shadow;
    this.observer = observer;
    this.arms = new Arms(experiments, generations, settings);
    this.ids = ids;
  }

  @Override
  public ItemList recommend(RecommendationQuery query) {
    requireCatalogue();
    long start = System.nanoTime();
    Armed armed = arms.of(withoutRecent(query));
    UUID id = ids.get();
    RecommendationQuery asked = seeded(armed.query(), seed(id));
    Found found = armed.find(seed(id), query.count());
    List<ListedItem> items = found.items().stream().map(this::listed).toList();
    ItemList list = new ItemList(id.toString(), armed.version(), millisSince(start), items);
    impressions.shown(query.userId(), list, armed.label(list.itemIds(), found.teams()));
    compare(armed, asked, list);
    return list;
  }

  /**
   * What was answered, for those who look on at what serves: neither another generation's answer
   * nor what arms make otherwise is that.
   */
  private void compare(Armed armed, RecommendationQuery asked, ItemList list) {
    ServingModel model = armed.unvaried();
    if (model != null && model.version().equals(generations.serving().version())) {
      shadow.offer(asked, list.shown());
      observer.answered(model, asked, list);
    }
  }

  /**
   * The whole list is made as deep as the page reaches, and what was shown is taken out: while
   * nothing moves, pages join to the list that one longer request gets; when something has, they
   * still do not repeat.
   */
  @Override
  public ItemList page(RecommendationQuery query, Paging paging, boolean explained) {
    requireCatalogue();
    long start = System.nanoTime();
    Armed armed = arms.of(withoutRecent(query));
    UUID id = ids.get();
    Cursor now =
        Cursor.first(seed(id), paging.options(), armed.version().hashCode(), userToken(query));
    Cursor from = paging.cursor() == null ? now : paging.cursor();
    int depth = Math.min(RecommendationQuery.MAX_COUNT, from.depth() + query.count());
    Found found = armed.find(from.seed(), depth);
    List<ListedItem> items =
        found.items().stream()
            .filter(item -> !from.hasShown(item.itemId()))
            .limit(depth - from.depth())
            .map(item -> listed(item).because(item.evidence(), explained))
            .toList();
    ItemList list =
        new ItemList(
            id.toString(),
            armed.version(),
            millisSince(start),
            items,
            next(from, items, query.count()),
            paging.cursor() == null ? null : moved(from, now),
            LeftOutPin.of(query.steering().pins(), state));
    impressions.shown(query.userId(), list, armed.label(list.itemIds(), found.teams()));
    if (paging.cursor() == null) {
      compare(armed, seeded(armed.query(), from.seed()).asking(depth), list);
    }
    return list;
  }

  private static @Nullable String next(Cursor from, List<ListedItem> items, int wanted) {
    boolean more = items.size() == wanted && from.depth() + wanted < RecommendationQuery.MAX_COUNT;
    return more ? from.after(items.stream().map(ListedItem::itemId).toList()).text() : null;
  }

  private static List<String> moved(Cursor from, Cursor now) {
    List<String> moved = new ArrayList<>();
    if (from.model() != now.model()) {
      moved.add("model");
    }
    if (from.user() != now.user()) {
      moved.add("user");
    }
    return moved;
  }

  private int userToken(RecommendationQuery query) {
    UserFeatures user = query.userId() == null ? null : state.user(query.userId());
    return user == null
        ? 0
        : 31 * Long.hashCode(user.getOffset()) + Integer.hashCode(user.getPartition());
  }

  private static long seed(UUID id) {
    return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
  }

  /** The same, with what is drawn drawn by the seed. */
  static RecommendationQuery seeded(RecommendationQuery query, long seed) {
    Steering steering = query.steering();
    return steering.exploration() == 0 ? query : query.steered(steering.seeded(seed));
  }

  @Override
  public ItemList similar(String itemId, String field, int n) {
    requireCatalogue();
    if (state.item(itemId) == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_ITEM, new Fault(field, "must be an item of the catalogue", itemId));
    }
    long start = System.nanoTime();
    ServingModel model = generations.serving();
    List<ScoredItem> found = model.similar(itemId, n);
    Set<SourceKind> sources =
        Set.of(model.indexSize() > 0 ? SourceKind.INDEX : SourceKind.TRANSITIONS);
    List<ListedItem> items =
        found.stream()
            .map(s -> listed(s.itemId(), s.score(), null, sources, Placement.RANKED))
            .toList();
    return new ItemList(ids.get().toString(), model.version(), millisSince(start), items);
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

  private ListedItem listed(Recommendation found) {
    return listed(
        found.itemId(), found.score(), found.probability(), found.sources(), found.placement());
  }

  private ListedItem listed(
      String itemId,
      double score,
      @Nullable Double probability,
      Set<SourceKind> sources,
      Placement placement) {
    Item item = state.item(itemId);
    List<SourceKind> from = sources.stream().sorted().toList();
    return item == null
        ? new ListedItem(itemId, null, null, List.of(), score, probability, from, placement)
        : new ListedItem(
            itemId,
            item.getTitle(),
            item.getYear(),
            item.getGenres(),
            score,
            probability,
            from,
            placement);
  }

  private static double millisSince(long start) {
    return Math.round((System.nanoTime() - start) / 1e3) / 1e3;
  }

  private void requireCatalogue() {
    if (state.itemCount() == 0) {
      throw new RequestFault(
          ErrorCode.LOADING, "no item of the catalogue has been read yet; see /health/ready");
    }
  }
}
