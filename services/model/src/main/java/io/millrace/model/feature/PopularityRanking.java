package io.millrace.model.feature;

import io.millrace.schemas.DecayedCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Items by decayed monthly count, ties by item id; those that nobody has rated come last. Kept in
 * order incrementally: the order does not depend on the moment ({@link DecayedCounts#order}), so an
 * update costs O(log items) and the first n cost O(n).
 *
 * <p>One writer at a time; readers at any time see each item at its old or its new place, for a
 * moment at both.
 */
public final class PopularityRanking {
  private record Place(String itemId, double order) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byOrder = Double.compare(other.order, order);
      return byOrder != 0 ? byOrder : itemId.compareTo(other.itemId);
    }
  }

  private final Map<String, Double> orders = new ConcurrentHashMap<>();
  private final Map<String, Place> listed = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Place> places = new ConcurrentSkipListSet<>();

  /** The item's monthly count is now this. */
  public void count(String itemId, DecayedCount monthly) {
    double order = DecayedCounts.MONTHLY.order(monthly);
    orders.put(itemId, order);
    if (listed.containsKey(itemId)) {
      move(itemId, order);
    }
  }

  /** The item may be recommended. */
  public void list(String itemId) {
    move(itemId, orders.getOrDefault(itemId, Double.NEGATIVE_INFINITY));
  }

  /** The item may not be recommended; its count is kept. */
  public void unlist(String itemId) {
    Place place = listed.remove(itemId);
    if (place != null) {
      places.remove(place);
    }
  }

  /** The item has no count any more. */
  public void forget(String itemId) {
    orders.remove(itemId);
    if (listed.containsKey(itemId)) {
      move(itemId, Double.NEGATIVE_INFINITY);
    }
  }

  /** The first n listed items. */
  public List<String> top(int n) {
    List<String> top = new ArrayList<>(Math.min(n, 1024));
    for (Place place : places) {
      if (top.size() >= n) {
        break;
      }
      if (top.isEmpty() || !top.getLast().equals(place.itemId())) {
        top.add(place.itemId());
      }
    }
    return top;
  }

  /** How many items are listed. */
  public int size() {
    return listed.size();
  }

  private void move(String itemId, double order) {
    Place place = new Place(itemId, order);
    Place before = listed.put(itemId, place);
    if (place.equals(before)) {
      return;
    }
    places.add(place);
    if (before != null) {
      places.remove(before);
    }
  }
}
