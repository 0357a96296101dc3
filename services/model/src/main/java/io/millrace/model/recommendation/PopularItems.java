package io.millrace.model.recommendation;

import io.millrace.model.feature.DecayedCounts;
import io.millrace.model.feature.FeatureView;
import io.millrace.schemas.ItemFeatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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

  private static List<String> accepted(List<String> popular, int wanted, Predicate<String> accept) {
    List<String> accepted = new ArrayList<>(wanted);
    for (int i = 0; i < popular.size() && accepted.size() < wanted; i++) {
      if (accept.test(popular.get(i))) {
        accepted.add(popular.get(i));
      }
    }
    return accepted;
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
    Comparator<String> mostPopularFirst =
        Comparator.<String>comparingDouble(id -> order(view.itemFeatures(id)))
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return only.stream().filter(accept).sorted(mostPopularFirst).limit(wanted).toList();
  }

  private static double order(@Nullable ItemFeatures features) {
    return features == null
        ? Double.NEGATIVE_INFINITY
        : DecayedCounts.MONTHLY.order(features.getAggregates().getMonthly());
  }
}
