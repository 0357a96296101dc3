package io.millrace.recommend.shadow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of one shadow so far. Thread-safe. */
final class Comparison {
  private static final int DEPTH = 10;

  private final String generation;
  private final long since;
  private final Percentiles took = new Percentiles();
  private final Percentiles servingTook = new Percentiles();
  private long requests;
  private long scored;
  private long failed;
  private double overlaps;

  Comparison(String generation, long since) {
    this.generation = generation;
    this.since = since;
  }

  String generation() {
    return generation;
  }

  synchronized void offered() {
    requests++;
  }

  synchronized void failed() {
    failed++;
  }

  /** Both lists best first. */
  synchronized void scored(
      List<String> shown, List<String> shadow, double servingMillis, double millis) {
    scored++;
    overlaps += overlap(shown, shadow);
    took.add(millis);
    servingTook.add(servingMillis);
  }

  /** Of the first ten of each, as a share of the longer. */
  static double overlap(List<String> one, List<String> other) {
    Set<String> first = new HashSet<>(one.subList(0, Math.min(DEPTH, one.size())));
    Set<String> second = new HashSet<>(other.subList(0, Math.min(DEPTH, other.size())));
    int longer = Math.max(first.size(), second.size());
    first.retainAll(second);
    return longer == 0 ? 1 : (double) first.size() / longer;
  }

  synchronized ShadowSummary summary() {
    return new ShadowSummary(
        since,
        requests,
        scored,
        failed,
        scored == 0 ? null : overlaps / scored,
        took.at(0.5),
        took.at(0.99),
        servingTook.at(0.5),
        servingTook.at(0.99));
  }
}
