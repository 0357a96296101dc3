package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import java.util.List;

/** The state of a moment, for several threads to look at, each with histories of its own. */
public final class FrozenState {
  private final InMemoryFeatures base;
  private final FeatureSettings settings;
  private final List<String> popular;

  /**
   * As of now.
   *
   * @param base not to be changed from now on
   * @param itemIds all items
   */
  public FrozenState(InMemoryFeatures base, List<String> itemIds, FeatureSettings settings) {
    this.base = base;
    this.settings = settings;
    // Rows of successors are made when first asked for: done now, readers do not change the base.
    itemIds.forEach(base::successors);
    this.popular = List.copyOf(base.popular(itemIds.size()));
  }

  /** The state itself. */
  InMemoryFeatures base() {
    return base;
  }

  /** All items that may be recommended, most popular first. */
  List<String> popular() {
    return popular;
  }

  /** A view in which histories grow, for one thread. */
  public MovingView view() {
    return new FrozenView(base, settings, popular);
  }
}
