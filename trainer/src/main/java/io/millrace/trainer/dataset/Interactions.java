package io.millrace.trainer.dataset;

import io.millrace.model.feature.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Accepted ratings in columns, in their total order (event time, source partition, source offset),
 * with the catalogue and the users as known now. 25 bytes a rating, off the heap.
 *
 * <p>Immutable; thread-safe. Items and users are ordinals from 0.
 */
public final class Interactions {
  private final List<String> itemIds;
  private final List<String> userIds;
  private final Map<String, Item> items;
  private final Map<String, User> users;
  private final Ratings ratings;
  private final IntColumn place;
  private final IntColumn byUser;
  private final int[] startOfUser;

  Interactions(
      List<String> itemIds,
      List<String> userIds,
      Map<String, Item> items,
      Map<String, User> users,
      Ratings ratings) {
    this.itemIds = List.copyOf(itemIds);
    this.userIds = List.copyOf(userIds);
    this.items = Map.copyOf(items);
    this.users = Map.copyOf(users);
    this.ratings = ratings;
    this.startOfUser = starts(ratings, userIds.size());
    this.place = new IntColumn(ratings.size());
    this.byUser = new IntColumn(ratings.size());
    group();
  }

  private static int[] starts(Ratings ratings, int users) {
    int[] start = new int[users + 1];
    for (int event = 0; event < ratings.size(); event++) {
      start[ratings.user().get(event) + 1]++;
    }
    for (int u = 0; u < users; u++) {
      start[u + 1] += start[u];
    }
    return start;
  }

  private void group() {
    int[] next = startOfUser.clone();
    for (int event = 0; event < ratings.size(); event++) {
      int user = user(event);
      int at = next[user]++;
      byUser.set(at, event);
      place.set(event, at - startOfUser[user]);
    }
  }

  /** Ratings. */
  public int size() {
    return ratings.size();
  }

  /** Items by ordinal: the catalogue's and any others that were rated. */
  public List<String> itemIds() {
    return itemIds;
  }

  /** Users by ordinal: those who rated. */
  public List<String> userIds() {
    return userIds;
  }

  /** The catalogue's entries, in the order of {@link #itemIds}; items without one are left out. */
  public List<Item> catalogue() {
    return itemIds.stream().map(items::get).filter(Objects::nonNull).toList();
  }

  /** The catalogue by item id. */
  public Map<String, Item> items() {
    return items;
  }

  /** Known users by id, raters or not. */
  public Map<String, User> users() {
    return users;
  }

  /** The rater's ordinal. */
  public int user(int event) {
    return ratings.user().get(event);
  }

  /** The rated item's ordinal. */
  public int item(int event) {
    return ratings.item().get(event);
  }

  /** 1 to 10. */
  public int halfStars(int event) {
    return ratings.halfStars().get(event);
  }

  /** Event time, milliseconds since the epoch. */
  public long time(int event) {
    return ratings.time().get(event);
  }

  /** The event as the feature state machines take it. */
  public Rating rating(int event) {
    return new Rating(
        userIds.get(user(event)),
        itemIds.get(item(event)),
        halfStars(event),
        time(event),
        0,
        event);
  }

  /** How many ratings the user gave before this one. */
  public int place(int event) {
    return place.get(event);
  }

  /** How many ratings the user gave in all. */
  public int ratingsOf(int userOrdinal) {
    return startOfUser[userOrdinal + 1] - startOfUser[userOrdinal];
  }

  /** The user's rating at a place, oldest first. */
  public int eventOf(int userOrdinal, int at) {
    return byUser.get(startOfUser[userOrdinal] + at);
  }

  /**
   * The part that passes, as it would be known if it were all there is: of several ratings of an
   * item by a user the newest holds. Ordinals, catalogue and users stay.
   *
   * @param wanted of an event
   */
  public Interactions where(IntPredicate wanted) {
    PairRows pairs = new PairRows(ratings.user(), ratings.item());
    BitSet kept = new BitSet(size());
    for (int event = size() - 1; event >= 0; event--) {
      if (wanted.test(event) && pairs.get(user(event), item(event)) < 0) {
        pairs.put(event);
        kept.set(event);
      }
    }
    InteractionSeries part = new InteractionSeries(itemIds, userIds, items, users);
    kept.stream().forEach(e -> part.add(user(e), item(e), halfStars(e), time(e)));
    return part.build();
  }

  /** The first event after the given share of all, moved so that no moment is cut in two. */
  public int indexAt(double fraction) {
    int index = Math.clamp(Math.round(size() * fraction), 0, size());
    while (index > 0 && index < size() && time(index) == time(index - 1)) {
      index++;
    }
    return index;
  }
}
