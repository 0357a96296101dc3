package io.millrace.tests.fault.oracle;

import io.millrace.schemas.RatingEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What must come of the events sent, by plain counting: of each pair of user and item the rating
 * with the latest time, of equal times the one sent last. Thread-safe; the events of one user must
 * be told in the order they are sent.
 */
public final class Expectation {
  private final Map<Pair, Held> pairs = new HashMap<>();
  private final Set<String> rejects = new HashSet<>();

  /** A user and an item. */
  public record Pair(String userId, String itemId) {}

  /**
   * The rating that holds.
   *
   * @param halfStars 1 to 10
   * @param timestamp event time
   * @param changes how many events made it what it is: as many training examples there must be
   */
  public record Held(int halfStars, long timestamp, int changes) {}

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
    int halfStars = (int) Math.round(event.getRating() * 2);
    long time = event.getTimestamp();
    pairs.merge(
        new Pair(event.getUserId(), event.getItemId()),
        new Held(halfStars, time, 1),
        (held, come) -> changes(held, come) ? new Held(halfStars, time, held.changes() + 1) : held);
  }

  private static boolean changes(Held held, Held come) {
    return come.timestamp() > held.timestamp()
        || (come.timestamp() == held.timestamp() && come.halfStars() != held.halfStars());
  }

  /** A record at this place of {@code ratings.v1} must be refused. */
  public synchronized void refused(int partition, long offset) {
    rejects.add("ratings.v1-%d-%d".formatted(partition, offset));
  }

  /** Every pair that was rated. */
  public synchronized Map<Pair, Held> pairs() {
    return Map.copyOf(pairs);
  }

  /** Where the refused records stood. */
  public synchronized Set<String> rejects() {
    return Set.copyOf(rejects);
  }

  /** By user. */
  public synchronized Map<String, Sum> users() {
    Map<String, Sum> sums = new HashMap<>();
    pairs.forEach((pair, held) -> add(sums, pair.userId(), held));
    return sums;
  }

  /** By item. */
  public synchronized Map<String, Sum> items() {
    Map<String, Sum> sums = new HashMap<>();
    pairs.forEach((pair, held) -> add(sums, pair.itemId(), held));
    return sums;
  }

  private static void add(Map<String, Sum> sums, String id, Held held) {
    sums.put(id, sums.getOrDefault(id, new Sum(0, 0)).plus(held.halfStars()));
  }
}
