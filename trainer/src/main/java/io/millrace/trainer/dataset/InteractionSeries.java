package io.millrace.trainer.dataset;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;

/**
 * Gathers interactions that come in their total order, with ordinals given beforehand. Each of them
 * is kept, also when a user rates an item again. For one thread.
 */
public final class InteractionSeries {
  private static final int FIRST_CAPACITY = 1024;

  private final List<String> itemIds;
  private final List<String> userIds;
  private final Map<String, Item> items;
  private final Map<String, User> users;
  private final IntColumn user = new IntColumn(FIRST_CAPACITY);
  private final IntColumn item = new IntColumn(FIRST_CAPACITY);
  private final ByteColumn halfStars = new ByteColumn(FIRST_CAPACITY);
  private final LongColumn time = new LongColumn(FIRST_CAPACITY);
  private int size;

  /**
   * None yet.
   *
   * @param itemIds by ordinal
   * @param userIds by ordinal
   * @param items the catalogue by id
   * @param users known users by id
   */
  public InteractionSeries(
      List<String> itemIds,
      List<String> userIds,
      Map<String, Item> items,
      Map<String, User> users) {
    this.itemIds = itemIds;
    this.userIds = userIds;
    this.items = items;
    this.users = users;
  }

  /**
   * Adds the next.
   *
   * @param userOrdinal of the rater
   * @param itemOrdinal of the rated
   * @param stars in halves, 1 to 10
   * @param at event time, milliseconds since the epoch; not before the last one's
   */
  public void add(int userOrdinal, int itemOrdinal, int stars, long at) {
    if (size > 0 && at < time.get(size - 1)) {
      throw new IllegalArgumentException(
          "time: must not be before the last one's, %d, was %d".formatted(time.get(size - 1), at));
    }
    user.set(size, userOrdinal);
    item.set(size, itemOrdinal);
    halfStars.set(size, (byte) stars);
    time.set(size++, at);
  }

  /** What was gathered; nothing may be added afterwards. */
  public Interactions build() {
    return new Interactions(
        itemIds, userIds, items, users, new Ratings(size, user, item, halfStars, time));
  }
}
