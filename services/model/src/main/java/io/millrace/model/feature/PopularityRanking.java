package io.millrace.model.feature;

import io.millrace.schemas.DecayedCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Items by decayed monthly count, ties by item id; those that nobody has rated come last. Kept in
 * order incrementally: the order does not depend on the moment ({@link DecayedCounts#order}), so an
 * update costs O(log items) and the first n cost O(n), or nothing where nothing has moved since
 * they were asked for last.
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
  private final AtomicLong moves = new AtomicLong();
  private volatile Top last = new Top(-1, 0, List.of());

  /**
   * What was asked for last.
   *
   * @param moves made until then
   */
  private record Top(long moves, int asked, List<String> ids) {}

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
      moves.incrementAndGet();
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
    Top known = last;
    if (known.moves() != moves.get() || known.asked() < n) {
      // Counted before it is read: what moves meanwhile is not taken for seen.
      known = new Top(moves.get(), n, read(n));
      last = known;
    }
    List<String> ids = known.ids();
    return ids.size() <= n ? ids : ids.subList(0, n);
  }

  private List<String> read(int n) {
    List<String> top = new ArrayList<>(Math.min(n, 1024));
    for (Place place : places) {
      if (top.size() >= n) {
        break;
      }
      if (top.isEmpty() || !top.getLast().equals(place.itemId())) {
        top.add(place.itemId());
      }
    }
    return Collections.unmodifiableList(top);
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
    moves.incrementAndGet();
  }
}
