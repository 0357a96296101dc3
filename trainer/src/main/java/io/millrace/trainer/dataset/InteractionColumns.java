package io.millrace.trainer.dataset;

import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers ratings as they arrive, in any order. Of several ratings of an item by a user the one
 * with the latest (time, offset) holds. About 45 bytes a rating, off the heap.
 *
 * <p>For one thread.
 */
public final class InteractionColumns {
  private static final int FIRST_CAPACITY = 1024;

  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, Integer> itemOrdinals = new HashMap<>();
  private final Map<String, Integer> userOrdinals = new HashMap<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> userIds = new ArrayList<>();
  private final IntColumn user = new IntColumn(FIRST_CAPACITY);
  private final IntColumn item = new IntColumn(FIRST_CAPACITY);
  private final ByteColumn halfStars = new ByteColumn(FIRST_CAPACITY);
  private final LongColumn time = new LongColumn(FIRST_CAPACITY);
  private final IntColumn partition = new IntColumn(FIRST_CAPACITY);
  private final LongColumn offset = new LongColumn(FIRST_CAPACITY);
  private final PairRows rows = new PairRows(user, item);
  private int size;
  private int removed;

  /** Adds or replaces a catalogue entry. */
  public void putItem(Item entry) {
    items.put(entry.getItemId(), entry);
    ordinal(itemOrdinals, itemIds, entry.getItemId());
  }

  /** Takes an item out of the catalogue; its ratings stay. */
  public void removeItem(String itemId) {
    items.remove(itemId);
  }

  /** Adds or replaces what a user told of themselves. */
  public void putUser(User entry) {
    users.put(entry.getUserId(), entry);
  }

  /** Forgets what a user told of themselves. */
  public void removeUser(String userId) {
    users.remove(userId);
  }

  /** Adds a rating; those of probe users are left out. */
  public void add(String userId, String itemId, int stars, long at, int source, long position) {
    if (Ids.isProbe(userId)) {
      return;
    }
    int u = ordinal(userOrdinals, userIds, userId);
    int i = ordinal(itemOrdinals, itemIds, itemId);
    int row = rows.get(u, i);
    if (row < 0) {
      row = append(u, i);
    } else if (halfStars.get(row) == 0) {
      removed--;
    } else if (at < time.get(row) || (at == time.get(row) && position < offset.get(row))) {
      return;
    }
    halfStars.set(row, (byte) stars);
    time.set(row, at);
    partition.set(row, source);
    offset.set(row, position);
  }

  private int append(int u, int i) {
    user.set(size, u);
    item.set(size, i);
    rows.put(size);
    return size++;
  }

  /** Takes a rating back. */
  public void remove(String userId, String itemId) {
    Integer u = userOrdinals.get(userId);
    Integer i = itemOrdinals.get(itemId);
    int row = u == null || i == null ? -1 : rows.get(u, i);
    if (row >= 0 && halfStars.get(row) != 0) {
      halfStars.set(row, (byte) 0);
      removed++;
    }
  }

  private static int ordinal(Map<String, Integer> ordinals, List<String> ids, String id) {
    Integer known = ordinals.get(id);
    if (known != null) {
      return known;
    }
    ordinals.put(id, ids.size());
    ids.add(id);
    return ids.size() - 1;
  }

  /** Ratings that hold now. */
  public int size() {
    return size - removed;
  }

  /** Catalogue entries now. */
  public int catalogue() {
    return items.size();
  }

  /**
   * What holds now, in total order; users and items are numbered in the order of their ids, so that
   * the order of arrival leaves no trace.
   */
  public Interactions snapshot() {
    List<String> sortedItems = itemIds.stream().sorted().toList();
    List<String> sortedUsers = userIds.stream().sorted().toList();
    int n = size();
    Ratings ratings =
        new Ratings(n, new IntColumn(n), new IntColumn(n), new ByteColumn(n), new LongColumn(n));
    copy(ratings, renumbering(userIds, sortedUsers), renumbering(itemIds, sortedItems));
    return new Interactions(sortedItems, sortedUsers, items, users, ratings);
  }

  private void copy(Ratings to, int[] userAs, int[] itemAs) {
    IntColumn order = new TotalOrder(time, partition, offset).sort(held(), to.size());
    for (int k = 0; k < to.size(); k++) {
      int row = order.get(k);
      to.user().set(k, userAs[user.get(row)]);
      to.item().set(k, itemAs[item.get(row)]);
      to.halfStars().set(k, halfStars.get(row));
      to.time().set(k, time.get(row));
    }
  }

  /** Rows of ratings that hold, as they arrived. */
  private IntColumn held() {
    IntColumn held = new IntColumn(size());
    int n = 0;
    for (int row = 0; row < size; row++) {
      if (halfStars.get(row) != 0) {
        held.set(n++, row);
      }
    }
    return held;
  }

  private static int[] renumbering(List<String> ids, List<String> sorted) {
    Map<String, Integer> as = HashMap.newHashMap(sorted.size());
    for (int k = 0; k < sorted.size(); k++) {
      as.put(sorted.get(k), k);
    }
    return ids.stream().mapToInt(as::get).toArray();
  }
}
