package io.millrace.model.encode;

import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one item, ready for the pair groups: what depends on the item alone is worked
 * out once for each of its states, and not for each candidate that it is. Flat, since a query goes
 * over hundreds of items that are not at hand, and each object on the way is one more wait for
 * memory. Immutable, thread-safe.
 */
public final class KnownItem {
  private static final String[] NO_GENRES = {};

  private final @Nullable Item item;
  private final @Nullable ItemFeatures features;

  /** As the catalogue has them. */
  final String[] genres;

  /** {@link #mask} of the genres: items whose masks have no bit in common share no genre. */
  final long genreMask;

  /** NaN where the catalogue has none. */
  final double year;

  /** Ratings that hold. */
  final long ratings;

  /** What {@link StandingGroup} says of the ratings at any moment. */
  final float count;

  final float mean;
  final float deviation;

  /** Event time of the first rating and of the newest, milliseconds. */
  final long first;

  final long newest;

  /** Decayed counts by half-lives of a day, a week and a month, each as of a moment. */
  final double daily;

  final long dailyAsOf;
  final double weekly;
  final long weeklyAsOf;
  final double monthly;
  final long monthlyAsOf;

  private KnownItem(@Nullable Item item, @Nullable ItemFeatures features) {
    this.item = item;
    this.features = features;
    this.genres = item == null ? NO_GENRES : item.getGenres().toArray(NO_GENRES);
    this.genreMask = mask(genres);
    this.year = item == null || item.getYear() == null ? Double.NaN : item.getYear();
    ItemAggregates known = features == null ? null : features.getAggregates();
    this.ratings = known == null ? 0 : known.getRatings().getCount();
    this.count = known == null ? 0 : StandingGroup.count(known.getRatings());
    this.mean = known == null ? 0 : Scaling.mean(known.getRatings());
    this.deviation = known == null ? 0 : Scaling.deviation(known.getRatings());
    this.first = known == null ? 0 : known.getFirstEventTime();
    this.newest = known == null ? 0 : known.getNewestEventTime();
    this.daily = known == null ? 0 : value(known.getDaily());
    this.dailyAsOf = known == null ? 0 : asOf(known.getDaily());
    this.weekly = known == null ? 0 : value(known.getWeekly());
    this.weeklyAsOf = known == null ? 0 : asOf(known.getWeekly());
    this.monthly = known == null ? 0 : value(known.getMonthly());
    this.monthlyAsOf = known == null ? 0 : asOf(known.getMonthly());
  }

  /** A bit for each word, by its hash. */
  static long mask(String[] words) {
    long mask = 0;
    for (String word : words) {
      mask |= 1L << ((word.hashCode() * 0x9E3779B9) >>> 26);
    }
    return mask;
  }

  private static double value(@Nullable DecayedCount count) {
    return count == null ? 0 : count.getValue();
  }

  private static long asOf(@Nullable DecayedCount count) {
    return count == null ? 0 : count.getAsOf();
  }

  /**
   * An item.
   *
   * @param item its catalogue entry, or null
   * @param features its state, or null if nobody has rated it
   */
  public static KnownItem of(@Nullable Item item, @Nullable ItemFeatures features) {
    return new KnownItem(item, features);
  }

  /** Whether this was made from these very records. */
  @SuppressWarnings("ReferenceEquality") // a state that is equal but new is worked out again
  public boolean isOf(@Nullable Item entry, @Nullable ItemFeatures state) {
    return item == entry && features == state;
  }

  /** Its catalogue entry, or null. */
  public @Nullable Item item() {
    return item;
  }

  /** Its state, or null if nobody has rated it. */
  public @Nullable ItemFeatures features() {
    return features;
  }
}
