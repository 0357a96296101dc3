package io.millrace.tests.fault.oracle;

import io.millrace.schemas.RatingEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must come of the events sent, by plain counting: of each pair of user and item the rating
 * with the latest time, of equal times the one sent last. Thread-safe; the events of one user must
 * be told in the order they are sent.
 */
public final class Expectation {
  private final Map<Pair, List<Rated>> accepted = new HashMap<>();
  private final Set<String> rejects = new HashSet<>();

  /** A user and an item. */
  public record Pair(String userId, String itemId) {}

  /**
   * A rating of a pair.
   *
   * @param halfStars 1 to 10
   * @param timestamp event time
   */
  public record Rated(int halfStars, long timestamp) {}

  /**
   * A count and a sum.
   *
   * @param count of ratings
   * @param sum of half stars
   */
  public record Sum(long count, long sum) {
    Sum plus(int halfStars) {
      return new Sum(count + 1, sum + halfStars);
    }
  }

  /** A valid event is on its way. */
  public synchronized void sent(RatingEvent event) {
    Rated come = new Rated((int) Math.round(event.getRating() * 2), event.getTimestamp());
    List<Rated> before =
        accepted.computeIfAbsent(
            new Pair(event.getUserId(), event.getItemId()), pair -> new ArrayList<>());
    if (before.isEmpty() || replaces(before.getLast(), come)) {
      before.add(come);
    }
  }

  private static boolean replaces(Rated held, Rated come) {
    return come.timestamp() > held.timestamp()
        || (come.timestamp() == held.timestamp() && come.halfStars() != held.halfStars());
  }

  /** A record at this place of {@code ratings.v1} must be refused. */
  public synchronized void refused(int partition, long offset) {
    rejects.add("ratings.v1-%d-%d".formatted(partition, offset));
  }

  /**
   * Of every pair that was rated the ratings that were accepted, in the order sent: the first, and
   * each that replaced the one that held until then, by a later time, or by other stars at the same
   * time. One that comes late (superseded) is not among them, nor one that says the same again (a
   * duplicate). The last one holds.
   */
  public synchronized Map<Pair, List<Rated>> accepted() {
    Map<Pair, List<Rated>> copy = new HashMap<>();
    accepted.forEach((pair, ratings) -> copy.put(pair, List.copyOf(ratings)));
    return copy;
  }

  /** Of every pair that was rated the rating that holds. */
  public synchronized Map<Pair, Rated> held() {
    Map<Pair, Rated> held = new HashMap<>();
    accepted.forEach((pair, ratings) -> held.put(pair, ratings.getLast()));
    return held;
  }

  /** Where the refused records stood. */
  public synchronized Set<String> rejects() {
    return Set.copyOf(rejects);
  }

  /** By user. */
  public synchronized Map<String, Sum> users() {
    Map<String, Sum> sums = new HashMap<>();
    accepted.forEach((pair, ratings) -> add(sums, pair.userId(), ratings.getLast()));
    return sums;
  }

  /** By item. */
  public synchronized Map<String, Sum> items() {
    Map<String, Sum> sums = new HashMap<>();
    accepted.forEach((pair, ratings) -> add(sums, pair.itemId(), ratings.getLast()));
    return sums;
  }

  private static void add(Map<String, Sum> sums, String id, Rated held) {
    sums.put(id, sums.getOrDefault(id, new Sum(0, 0)).plus(held.halfStars()));
  }
}
