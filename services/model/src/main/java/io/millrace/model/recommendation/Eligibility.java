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
 * pass by the filter, and seen or not as the query wants it. What was seen is read once. Of one
 * query, for one thread.
 */
final class Eligibility implements Predicate<String> {
  private static final double WANTED = 200;

  private final FeatureView view;
  private final RecommendationQuery query;
  private final @Nullable Filter filter;
  private final @Nullable OrdinalMask matches;
  private final @Nullable ItemMask mask;

  /** What is in no answer, whatever else it is. Read when first asked for. */
  private @Nullable OrdinalSet unwanted;

  /** Where nothing but what was seen is wanted. Read when first asked for. */
  private @Nullable OrdinalSet wanted;

  Eligibility(FeatureView view, RecommendationQuery query) {
    this(view, query, null, null);
  }

  /**
   * As the query wants it.
   *
   * @param matches holds every item that the filter lets pass; null for any
   * @param mask of an index, which holds every eligible item of it; null for all of the index
   */
  Eligibility(
      FeatureView view,
      RecommendationQuery query,
      @Nullable OrdinalMask matches,
      @Nullable ItemMask mask) {
    this.view = view;
    this.query = query;
    this.filter = query.steering().filter();
    this.matches = matches;
    this.mask = mask;
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
   * eligible} trials, and all there are where fewer are eligible.
   */
  @Nullable Collection<String> only() {
    if (query.seen() == SeenPolicy.ONLY) {
      return seen(view, query);
    }
    return matches != null && isFew(matches.size()) ? matches.ids(view.ordinals()) : null;
  }

  private boolean isFew(double some) {
    return some * some < WANTED * view.ordinals().size();
  }

  /** The items that the user has rated, and the session's. */
  static Set<String> seen(FeatureView view, RecommendationQuery query) {
    Set<String> seen = new HashSet<>();
    query.history().stream().map(RatedItem::getItemId).forEach(seen::add);
    if (query.userId() != null) {
      view.ratings(query.userId(), (itemId, halfStars) -> seen.add(itemId));
    }
    return seen;
  }

  @Override
  public boolean test(String itemId) {
    int ordinal = view.ordinals().find(itemId);
    return ordinal >= 0 && test(ordinal, view.item(ordinal));
  }

  /**
   * The same, of an item that has been looked up.
   *
   * @param item its catalogue entry, or null
   */
  boolean test(int ordinal, @Nullable Item item) {
    return item != null
        && view.isAvailable(item)
        && !unwanted().contains(ordinal)
        && (filter == null || filter.matches(item))
        && (query.seen() != SeenPolicy.ONLY || wanted().contains(ordinal));
  }

  private OrdinalSet unwanted() {
    OrdinalSet known = unwanted;
    if (known == null) {
      known = new OrdinalSet();
      for (String id : query.exclude()) {
        known.add(view.ordinals().find(id));
      }
      if (query.seen() == SeenPolicy.EXCLUDE) {
        addSeen(known);
      }
      unwanted = known;
    }
    return known;
  }

  private OrdinalSet wanted() {
    OrdinalSet known = wanted;
    if (known == null) {
      known = new OrdinalSet();
      addSeen(known);
      wanted = known;
    }
    return known;
  }

  private void addSeen(OrdinalSet seen) {
    for (RatedItem rated : query.history()) {
      seen.add(view.ordinals().find(rated.getItemId()));
    }
    if (query.userId() != null) {
      view.ratingsByOrdinal(query.userId(), (ordinal, halfStars) -> seen.add(ordinal));
    }
  }
}
