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
