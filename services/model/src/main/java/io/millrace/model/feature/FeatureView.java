package io.millrace.model.feature;

import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known at the moment of a query: the live state of a serving replica, or the state of an
 * evaluation at one moment of event time. Implementations say whether they may be read
 * concurrently. Returned records are not to be changed.
 */
public interface FeatureView {
  /** The user's state, or null if the user has no event yet. */
  @Nullable UserFeatures user(String userId);

  /** What the user told of themselves, or null. */
  @Nullable User profile(String userId);

  /** Tells of every rating of the user that holds, in no particular order. */
  void ratings(String userId, RatingVisitor visitor);

  /** As {@link #ratings}, by the items' ordinals. */
  default void ratingsByOrdinal(String userId, OrdinalVisitor visitor) {
    ratings(userId, (itemId, halfStars) -> visitor.rated(ordinals().of(itemId), halfStars));
  }

  /** Items the user has rated, in no particular order. */
  default Collection<String> rated(String userId) {
    List<String> rated = new ArrayList<>();
    ratings(userId, (itemId, halfStars) -> rated.add(itemId));
    return rated;
  }

  /** Is told of a user's ratings. */
  interface RatingVisitor {
    /**
     * One of them.
     *
     * @param halfStars 1 to 10
     */
    void rated(String itemId, int halfStars);
  }

  /** The same by ordinals. */
  interface OrdinalVisitor {
    /**
     * One of them.
     *
     * @param halfStars 1 to 10
     */
    void rated(int ordinal, int halfStars);
  }

  /**
   * The numbers that this view gives items, those of the catalogue in any case; the same object for
   * as long as the view is there.
   */
  ItemOrdinals ordinals();

  /** As {@link #item(String)}, of the item with an ordinal that was given. */
  default @Nullable Item item(int ordinal) {
    return item(ordinals().id(ordinal));
  }

  /** As {@link #itemFeatures(String)}, of the item with an ordinal that was given. */
  default @Nullable ItemFeatures itemFeatures(int ordinal) {
    return itemFeatures(ordinals().id(ordinal));
  }

  /** The item's catalogue entry, or null if it is not in the catalogue (content unknown). */
  @Nullable Item item(String itemId);

  /** The item's state, or null if nobody has rated it. */
  @Nullable ItemFeatures itemFeatures(String itemId);

  /** What follows the item; {@link TransitionRow#EMPTY} where nothing is known to. */
  TransitionRow successors(String itemId);

  /**
   * Items that may be recommended, most popular first by decayed monthly count at {@link #now},
   * ties by item id.
   *
   * @param n at most so many
   */
  List<String> popular(int n);

  /**
   * Items that are fresh ({@link FreshItems}), the newest first.
   *
   * @param n at most so many
   */
  List<String> fresh(int n);

  /** Event time now, milliseconds since the epoch. */
  long now();

  /** Whether an item of the catalogue may be recommended now: not hidden, and not expired. */
  default boolean isAvailable(Item item) {
    Long until = item.getAvailableUntil();
    return item.getAvailable() && (until == null || now() < until);
  }
}
