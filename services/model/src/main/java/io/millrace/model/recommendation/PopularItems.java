package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import java.util.List;
import java.util.function.Predicate;

/** Popular items that pass a filter. */
final class PopularItems {
  private static final int MARGIN = 200;

  private PopularItems() {}

  /** The first {@code wanted} that pass, fewer only where the view has no more. */
  static List<String> first(FeatureView view, int wanted, Predicate<String> accept) {
    for (int asked = wanted + MARGIN; ; asked *= 2) {
      List<String> popular = view.popular(asked);
      List<String> accepted = popular.stream().filter(accept).limit(wanted).toList();
      if (accepted.size() == wanted || popular.size() < asked) {
        return accepted;
      }
    }
  }
}
