package io.millrace.features.experiment;

import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RecentRating;
import io.millrace.schemas.RecentRatings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What users in experiments rated lately, for the lists that these ratings have overtaken. A rating
 * comes straight from its topic, a list by recommendation and a repartition topic, a commit later;
 * after a pause the ratings of the pause come before its lists. So each list looks here for the
 * first rating of its items since it was shown, which is the one that would have found it there.
 *
 * <p>An entry for each user in the store of users, under no place, so that it goes with the user's
 * others. For one task.
 */
final class LastRatings {
  /** A list that comes later than that after a rating finds it gone. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** Ratings kept of a user. */
  static final int MOST = 50;

  private static final String NO_PLACE = "";
  private static final AvroCodec<RecentRatings> CODEC = AvroCodec.of(RecentRatings.class);

  private final KeyValueStore<String, byte[]> users;

  /** In this store. */
  LastRatings(KeyValueStore<String, byte[]> users) {
    this.users = users;
  }

  /**
   * What had been rated of a list before it came.
   *
   * @param itemIds of the list
   * @param likes that have not been counted for it yet
   */
  record Overtaking(Set<String> itemIds, int likes) {}

  /** Whether an entry of the store is one of these. */
  static boolean isKey(String key) {
    return Keys.second(key).equals(NO_PLACE);
  }

  /** Whether nothing in an entry can be needed any more. */
  static boolean areOver(byte[] value, long now) {
    return recent(value, now).isEmpty();
  }

  /** Keeps a rating that has just arrived. */
  void add(String userId, RecentRating rating) {
    List<RecentRating> ratings = of(userId, rating.getAt());
    ratings.add(rating);
    put(userId, ratings.subList(Math.max(0, ratings.size() - MOST), ratings.size()));
  }

  /**
   * Tells what of a list's items was rated since it was shown, and remembers that it has been told.
   *
   * @param place as {@link io.millrace.model.experiment.Label#place} names it
   * @param shownAt wall-clock time, milliseconds since the epoch
   */
  Overtaking overtaking(String userId, String place, long shownAt, List<String> itemIds, long now) {
    List<RecentRating> ratings = of(userId, now);
    Set<String> rated = new HashSet<>();
    List<RecentRating> met = new ArrayList<>();
    for (RecentRating rating : ratings) {
      boolean isFirst =
          rating.getAt() >= shownAt
              && itemIds.contains(rating.getItemId())
              && rated.add(rating.getItemId());
      if (isFirst && !rating.getMet().contains(place)) {
        met.add(rating);
      }
    }
    for (RecentRating rating : met) {
      List<String> places = new ArrayList<>(rating.getMet());
      places.add(place);
      rating.setMet(places);
    }
    if (!met.isEmpty()) {
      put(userId, ratings);
    }
    return new Overtaking(rated, likes(met, shownAt));
  }

  private static int likes(List<RecentRating> met, long shownAt) {
    long window = RatedProcessor.WINDOW.toMillis();
    return (int)
        met.stream()
            .filter(rating -> rating.getLiked() && rating.getAt() - shownAt <= window)
            .count();
  }

  /** Oldest first; to be changed. */
  private List<RecentRating> of(String userId, long now) {
    return recent(users.get(Keys.userItem(userId, NO_PLACE)), now);
  }

  private static List<RecentRating> recent(byte @Nullable [] value, long now) {
    List<RecentRating> ratings =
        value == null ? new ArrayList<>() : new ArrayList<>(CODEC.decode(value).getRatings());
    ratings.removeIf(rating -> now - rating.getAt() > KEPT.toMillis());
    return ratings;
  }

  private void put(String userId, List<RecentRating> ratings) {
    users.put(Keys.userItem(userId, NO_PLACE), CODEC.encode(new RecentRatings(ratings)));
  }
}
