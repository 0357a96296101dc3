package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which items may be in the answer to one query: in the catalogue and available, not excluded, and
 * not rated by the user or in the session unless the query wants seen items.
 */
final class Eligibility implements Predicate<String> {
  private final FeatureView view;
  private final RecommendationQuery query;
  private final Set<String> session = new HashSet<>();

  Eligibility(FeatureView view, RecommendationQuery query) {
    this.view = view;
    this.query = query;
    if (!query.includeSeen()) {
      query.history().stream().map(RatedItem::getItemId).forEach(session::add);
    }
  }

  /** Whether the item is in the catalogue and not hidden. */
  static boolean isAvailable(FeatureView view, String itemId) {
    Item item = view.item(itemId);
    return item != null && item.getAvailable();
  }

  @Override
  public boolean test(String itemId) {
    return isAvailable(view, itemId)
        && !query.exclude().contains(itemId)
        && !session.contains(itemId)
        && !hasRated(itemId);
  }

  private boolean hasRated(String itemId) {
    return !query.includeSeen() && query.userId() != null && view.hasRated(query.userId(), itemId);
  }
}
