package io.millrace.standalone.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The name that somebody meant who typed another: the only one that begins so, or else the nearest
 * by letters added, left out, changed or swapped with their neighbour (optimal string alignment),
 * if a third of the letters at most is wrong.
 */
public final class NearestName {
  private NearestName() {}

  /** Which of the names was meant; empty where it could be any. */
  public static Optional<String> of(String typed, Collection<String> names) {
    Optional<String> begun = begunBy(typed, names);
    return begun.isPresent()
        ? begun
        : names.stream()
            .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
            .min(
                Comparator.comparingInt((String name) -> distance(typed, name))
                    .thenComparing(Comparator.naturalOrder()));
  }

  private static Optional<String> begunBy(String typed, Collection<String> names) {
    List<String> begun =
        names.stream().filter(name -> typed.length() > 1 && name.startsWith(typed)).toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(int[][] cost, String one, String other, int i, int j) {
    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
