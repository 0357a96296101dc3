package io.millrace.model.feature;

import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The item's side of a rating: (state, rating) to state, without side effects. All its counts are
 * those of the ratings that hold, whatever the order they came in (the decayed ones up to
 * rounding). Thread-safe.
 */
public final class ItemStateMachine {
  private static final ItemAggregates NOTHING =
      new ItemAggregates(
          RatingCounts.NONE, DecayedCounts.NONE, DecayedCounts.NONE, DecayedCounts.NONE, 0L, 0L);

  private ItemStateMachine() {}

  /** The item's aggregates; all zero where nobody has rated it. */
  public static ItemAggregates aggregates(@Nullable ItemFeatures state) {
    return state == null ? NOTHING : state.getAggregates();
  }

  /** A rating is counted. */
  public static ItemFeatures rate(
      @Nullable ItemFeatures state,
      String itemId,
      int halfStars,
      long eventTime,
      @Nullable Item catalogued) {
    ItemAggregates before = aggregates(state);
    boolean first = before.getFirstEventTime() == 0 && before.getNewestEventTime() == 0;
    ItemAggregates after =
        new ItemAggregates(
            RatingCounts.add(before.getRatings(), halfStars),
            DecayedCounts.DAILY.add(before.getDaily(), eventTime),
            DecayedCounts.WEEKLY.add(before.getWeekly(), eventTime),
            DecayedCounts.MONTHLY.add(before.getMonthly(), eventTime),
            first ? eventTime : Math.min(before.getFirstEventTime(), eventTime),
            Math.max(before.getNewestEventTime(), eventTime));
    return described(state, itemId, after, catalogued);
  }

  /** A rating that was counted is taken back: replaced, or its user erased. */
  public static @Nullable ItemFeatures withdraw(
      @Nullable ItemFeatures state, int halfStars, long eventTime, @Nullable Item catalogued) {
    if (state == null) {
      return null;
    }
    ItemAggregates before = state.getAggregates();
    ItemAggregates after =
        new ItemAggregates(
            RatingCounts.remove(before.getRatings(), halfStars),
            DecayedCounts.DAILY.remove(before.getDaily(), eventTime),
            DecayedCounts.WEEKLY.remove(before.getWeekly(), eventTime),
            DecayedCounts.MONTHLY.remove(before.getMonthly(), eventTime),
            before.getFirstEventTime(),
            before.getNewestEventTime());
    return described(state, state.getItemId(), after, catalogued);
  }

  private static ItemFeatures described(
      @Nullable ItemFeatures before,
      String itemId,
      ItemAggregates aggregates,
      @Nullable Item catalogued) {
    if (catalogued != null) {
      return new ItemFeatures(itemId, aggregates, catalogued.getYear(), catalogued.getGenres());
    }
    return before == null
        ? new ItemFeatures(itemId, aggregates, null, List.of())
        : new ItemFeatures(itemId, aggregates, before.getYear(), before.getGenres());
  }
}
