package io.millrace.model.reranking;

import io.millrace.model.vector.Vectors;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** How alike two items are. Stateless. */
final class Likeness {
  private Likeness() {}

  /**
   * The dot product of the items' unit vectors, -1 to 1; where one has none, the share of genres
   * they have in common (Jaccard), 0 to 1.
   */
  static double of(Contender a, Contender b) {
    float[] x = a.vector();
    float[] y = b.vector();
    return x == null || y == null
        ? shared(a.item().getGenres(), b.item().getGenres())
        : Vectors.dot(x, y);
  }

  private static double shared(Collection<String> a, Collection<String> b) {
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    Set<String> both = new HashSet<>(a);
    both.retainAll(Set.copyOf(b));
    return all.isEmpty() ? 0 : (double) both.size() / all.size();
  }
}
