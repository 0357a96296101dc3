package io.millrace.model.feature;

import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which items are fresh: in the catalogue, available, and either rated by nobody yet, or first
 * rated within the last {@link #RECENT} of the event clock and by fewer than {@link #FEW} users
 * since. Kept in order incrementally: an update costs O(log items), the newest n cost O(n), or
 * nothing where nothing has moved and none has grown old since they were asked for last.
 *
 * <p>One writer at a time; readers at any time see each item at its old or its new place, for a
 * moment at both or at neither.
 */
public final class FreshItems {
  /** Ratings that hold, from which on an item is fresh no more. */
  public static final int FEW = 50;

  /** Event time since the first rating, from which on an item is fresh no more. */
  public static final Duration RECENT = Duration.ofDays(90);

  /** An item by when it appeared: the time of its first rating, or its number of arrival. */
  private record Place(String itemId, boolean rated, long appeared) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int newestFirst = Long.compare(other.appeared, appeared);
      return newestFirst != 0 ? newestFirst : itemId.compareTo(other.itemId);
    }
  }

  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Place> rated = new ConcurrentSkipListSet<>();
  private final ConcurrentSkipListSet<Place> unrated = new ConcurrentSkipListSet<>();
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicLong moves = new AtomicLong();
  private volatile Newest last = new Newest(-1, 0, 0, 0, List.of());

  /**
   * What was asked for last.
   *
   * @param moves made until then
   * @param from the moment asked about
   * @param until the moment from which on one of them is fresh no more
   */
  private record Newest(long moves, int asked, long from, long until, List<String> ids) {
    boolean holds(long made, int n, long now) {
      return moves == made && asked == n && from <= now && now <= until;
    }
  }

  /**
   * An item's catalogue entry or its ratings have changed.
   *
   * @param item null if it is not in the catalogue
   * @param features null if nobody has rated it
   */
  public void update(String itemId, @Nullable Item item, @Nullable ItemFeatures features) {
    Place before = places.get(itemId);
    Place after = item != null && item.getAvailable() ? place(itemId, features, before) : null;
    if (after == null) {
      places.remove(itemId);
    } else if (!after.equals(before)) {
      places.put(itemId, after);
      side(after).add(after);
    }
    if (before != null && !before.equals(after)) {
      side(before).remove(before);
    }
    if (!Objects.equals(before, after)) {
      moves.incrementAndGet();
    }
  }

  private @Nullable Place place(
      String itemId, @Nullable ItemFeatures features, @Nullable Place before) {
    long ratings = features == null ? 0 : features.getAggregates().getRatings().getCount();
    if (features == null || ratings <= 0) {
      return before != null && !before.rated()
          ? before
          : new Place(itemId, false, arrivals.incrementAndGet());
    }
    return ratings < FEW
        ? new Place(itemId, true, features.getAggregates().getFirstEventTime())
        : null;
  }

  private ConcurrentSkipListSet<Place> side(Place place) {
    return place.rated() ? rated : unrated;
  }

  /**
   * The newest fresh items: of those that were rated the last to be rated first, and of those that
   * nobody has rated the last to arrive, in turns, so that neither kind hides the other.
   *
   * @param n at most so many
   * @param now event time, milliseconds
   */
  public List<String> newest(int n, long now) {
    Newest known = last;
    if (!known.holds(moves.get(), n, now)) {
      // Counted before it is read: what moves meanwhile is not taken for seen.
      known = read(moves.get(), n, now);
      last = known;
    }
    return known.ids();
  }

  private Newest read(long made, int n, long now) {
    List<Place> newest = new ArrayList<>(Math.min(n, 1024));
    Iterator<Place> first = rated.iterator();
    Iterator<Place> second = unrated.iterator();
    boolean more = true;
    while (more && newest.size() < n) {
      more = addNext(first, now, newest);
      if (newest.size() < n) {
        more |= addNext(second, now, newest);
      }
    }
    long until =
        newest.stream()
            .filter(Place::rated)
            .mapToLong(place -> place.appeared() + RECENT.toMillis())
            .min()
            .orElse(Long.MAX_VALUE);
    return new Newest(made, n, now, until, newest.stream().map(Place::itemId).toList());
  }

  private static boolean addNext(Iterator<Place> places, long now, List<Place> out) {
    if (!places.hasNext()) {
      return false;
    }
    Place next = places.next();
    if (next.rated() && now - next.appeared() > RECENT.toMillis()) {
      return false; // nor do any after it: they appeared before
    }
    out.add(next);
    return true;
  }
}
