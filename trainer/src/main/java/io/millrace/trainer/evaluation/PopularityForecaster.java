package io.millrace.trainer.evaluation;

import io.millrace.trainer.dataset.RatedItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Ranks by popularity as the system itself serves it, at the moment of a state: a rating counts
 * half as much after each 30 days ({@link io.millrace.model.feature.PopularityRanking}), and items
 * that may not be recommended are not ranked. {@link io.millrace.trainer.baseline.Popularity},
 * which counts every rating alike, is another ranking. Immutable; thread-safe.
 */
final class PopularityForecaster implements Forecaster {
  private final int[] order;

  /**
   * As of a moment.
   *
   * @param itemIds all items, in order of their ordinals
   */
  PopularityForecaster(FrozenState state, List<String> itemIds) {
    Map<String, Integer> ordinals = HashMap.newHashMap(itemIds.size());
    itemIds.forEach(id -> ordinals.put(id, ordinals.size()));
    this.order =
        state.popular().stream()
            .mapToInt(id -> Objects.requireNonNull(ordinals.get(id), id))
            .toArray();
  }

  @Override
  public Ranking rank(RatedItems history, long now) {
    return new OrderRanking(order, history::contains);
  }

  /** Nothing: what is popular stands still. */
  @Override
  public void accept(RatedItems before, int event) {}
}
