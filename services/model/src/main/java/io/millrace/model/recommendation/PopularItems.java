package io.millrace.model.recommendation;

import io.millrace.model.feature.DecayedCounts;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.retrieval.NearestItems;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.schemas.ItemFeatures;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Popular items that pass a filter. */
final class PopularItems {
  private static final int MARGIN = 200;

  private PopularItems() {}

  /** The first {@code wanted} that pass, fewer only where the view has no more. */
  static List<String> first(FeatureView view, int wanted, Predicate<String> accept) {
    for (int asked = wanted + MARGIN; ; asked *= 2) {
      List<String> popular = view.popular(asked);
      List<String> accepted = accepted(popular, wanted, accept);
      if (accepted.size() == wanted || popular.size() < asked) {
        return accepted;
      }
    }
  }

  /** Each once: an item that moves in the order while it is read may be met at two places. */
  private static List<String> accepted(List<String> popular, int wanted, Predicate<String> accept) {
    Set<String> accepted = new LinkedHashSet<>();
    for (int i = 0; i < popular.size() && accepted.size() < wanted; i++) {
      if (accept.test(popular.get(i))) {
        accepted.add(popular.get(i));
      }
    }
    return List.copyOf(accepted);
  }

  /**
   * The same, where it is known that only some can pass.
   *
   * @param only those; null for any
   */
  static List<String> first(
      FeatureView view, int wanted, Predicate<String> accept, @Nullable Collection<String> only) {
    if (only == null) {
      return first(view, wanted, accept);
    }
    NearestItems popular = new NearestItems(wanted);
    for (String id : only) {
      double order = order(view.itemFeatures(id));
      if (popular.mayTake(order) && accept.test(id)) {
        popular.offer(id, order);
      }
    }
    return popular.bestFirst().stream().map(ScoredItem::itemId).toList();
  }

  private static double order(@Nullable ItemFeatures features) {
    return features == null
        ? Double.NEGATIVE_INFINITY
        : DecayedCounts.MONTHLY.order(features.getAggregates().getMonthly());
  }
}
