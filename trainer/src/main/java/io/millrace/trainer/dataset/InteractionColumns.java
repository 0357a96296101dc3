package io.millrace.trainer.dataset;

import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers ratings as they arrive, in any order. Of several ratings of an item by a user the one
 * with the latest (time, offset) holds. Memory is about 60 bytes a rating.
 *
 * <p>For one thread.
 */
public final class InteractionColumns {
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, Integer> itemOrdinals = new HashMap<>();
  private final Map<String, Integer> userOrdinals = new HashMap<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> userIds = new ArrayList<>();
  private final PairRows rows = new PairRows();
  private int[] user = new int[1024];
  private int[] item = new int[1024];
  private byte[] halfStars = new byte[1024];
  private long[] time = new long[1024];
  private int[] partition = new int[1024];
  private long[] offset = new long[1024];
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
    } else if (halfStars[row] == 0) {
      removed--;
    } else if (at < time[row] || (at == time[row] && position < offset[row])) {
      return;
    }
    halfStars[row] = (byte) stars;
    time[row] = at;
    partition[row] = source;
    offset[row] = position;
  }

  private int append(int u, int i) {
    if (size == user.length) {
      grow();
    }
    user[size] = u;
    item[size] = i;
    rows.put(u, i, size);
    return size++;
  }

  /** Takes a rating back. */
  public void remove(String userId, String itemId) {
    Integer u = userOrdinals.get(userId);
    Integer i = itemOrdinals.get(itemId);
    int row = u == null || i == null ? -1 : rows.get(u, i);
    if (row >= 0 && halfStars[row] != 0) {
      halfStars[row] = 0;
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

  private void grow() {
    int capacity = size + (size >> 1);
    user = Arrays.copyOf(user, capacity);
    item = Arrays.copyOf(item, capacity);
    halfStars = Arrays.copyOf(halfStars, capacity);
    time = Arrays.copyOf(time, capacity);
    partition = Arrays.copyOf(partition, capacity);
    offset = Arrays.copyOf(offset, capacity);
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
    int[] order = order();
    List<String> sortedItems = itemIds.stream().sorted().toList();
    List<String> sortedUsers = userIds.stream().sorted().toList();
    int[] itemAs = renumbering(itemIds, sortedItems);
    int[] userAs = renumbering(userIds, sortedUsers);
    int n = order.length;
    int[] users = new int[n];
    int[] rated = new int[n];
    byte[] stars = new byte[n];
    long[] times = new long[n];
    for (int k = 0; k < n; k++) {
      users[k] = userAs[user[order[k]]];
      rated[k] = itemAs[item[order[k]]];
      stars[k] = halfStars[order[k]];
      times[k] = time[order[k]];
    }
    return new Interactions(
        sortedItems, sortedUsers, items, this.users, users, rated, stars, times);
  }

  private int[] order() {
    Integer[] order = new Integer[size - removed];
    int n = 0;
    for (int row = 0; row < size; row++) {
      if (halfStars[row] != 0) {
        order[n++] = row;
      }
    }
    Arrays.sort(
        order,
        0,
        n,
        (a, b) ->
            time[a] != time[b]
                ? Long.compare(time[a], time[b])
                : partition[a] != partition[b]
                    ? Integer.compare(partition[a], partition[b])
                    : Long.compare(offset[a], offset[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private static int[] renumbering(List<String> ids, List<String> sorted) {
    Map<String, Integer> as = HashMap.newHashMap(sorted.size());
    for (int k = 0; k < sorted.size(); k++) {
      as.put(sorted.get(k), k);
    }
    return ids.stream().mapToInt(as::get).toArray();
  }
}
