package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.filter.Filter;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which items may be in the answer to one query: in the catalogue and available, not excluded, let
 * pass by the filter, and seen or not as the query wants it.
 */
final class Eligibility implements Predicate<String> {
  private static final double WANTED = 200;

  private final FeatureView view;
  private final RecommendationQuery query;
  private final @Nullable Filter filter;
  private final @Nullable ItemMask mask;
  private final Set<String> session = new HashSet<>();

  Eligibility(FeatureView view, RecommendationQuery query) {
    this(view, query, null);
  }

  /**
   * As the query wants it.
   *
   * @param mask of an index, which holds every eligible item of it; null for all of the index
   */
  Eligibility(FeatureView view, RecommendationQuery query, @Nullable ItemMask mask) {
    this.view = view;
    this.query = query;
    this.filter = query.steering().filter();
    this.mask = mask;
    if (query.seen() != SeenPolicy.INCLUDE) {
      query.history().stream().map(RatedItem::getItemId).forEach(session::add);
    }
  }

  /** Whether the item is in the catalogue and not hidden. */
  static boolean isAvailable(FeatureView view, String itemId) {
    Item item = view.item(itemId);
    return item != null && view.isAvailable(item);
  }

  /** Where to look for eligible items in the index; null for anywhere. */
  @Nullable ItemMask mask() {
    return mask;
  }

  /**
   * Every eligible item is one of these; null where there may be so many that the popular are found
   * faster by trying the most popular of all: to find {@value #WANTED} takes {@code WANTED * all /
   * eligible} trials.
   */
  @Nullable Collection<String> only() {
    if (query.seen() == SeenPolicy.ONLY) {
      return seen(view, query);
    }
    boolean few = mask != null && (double) mask.size() * mask.size() < WANTED * mask.universe();
    return mask != null && few ? mask.ids() : null;
  }

  /** The items that the user has rated, and the session's. */
  static Collection<String> seen(FeatureView view, RecommendationQuery query) {
    Set<String> seen = new HashSet<>();
    query.history().stream().map(RatedItem::getItemId).forEach(seen::add);
    if (query.userId() != null) {
      seen.addAll(view.rated(query.userId()));
    }
    return seen;
  }

  @Override
  public boolean test(String itemId) {
    Item item = view.item(itemId);
    return item != null
        && view.isAvailable(item)
        && !query.exclude().contains(itemId)
        && (filter == null || filter.matches(item))
        && isWantedSeenOrNot(itemId);
  }

  private boolean isWantedSeenOrNot(String itemId) {
    return query.seen() == SeenPolicy.INCLUDE
        || isSeen(itemId) == (query.seen() == SeenPolicy.ONLY);
  }

  private boolean isSeen(String itemId) {
    return session.contains(itemId)
        || (query.userId() != null && view.hasRated(query.userId(), itemId));
  }
}
