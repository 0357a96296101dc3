package io.millrace.model.reranking;

import io.millrace.model.vector.Vectors;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How alike the items of one list are. One thread. */
final class Likeness {
  /** By item, of those that were compared by them. */
  private final Map<String, Set<String>> genres = new HashMap<>();

  /**
   * The dot product of the items' unit vectors, -1 to 1; where one has none, the share of genres
   * they have in common (Jaccard), 0 to 1.
   */
  double of(Contender a, Contender b) {
    float[] x = a.vector();
    float[] y = b.vector();
    return x == null || y == null ? shared(genres(a), genres(b)) : Vectors.dot(x, y);
  }

  private Set<String> genres(Contender contender) {
    return genres.computeIfAbsent(
        contender.itemId(), id -> Set.copyOf(contender.item().getGenres()));
  }

  private static double shared(Set<String> a, Set<String> b) {
    int both = 0;
    for (String genre : a) {
      if (b.contains(genre)) {
        both++;
      }
    }
    int all = a.size() + b.size() - both;
    return all == 0 ? 0 : (double) both / all;
  }
}
