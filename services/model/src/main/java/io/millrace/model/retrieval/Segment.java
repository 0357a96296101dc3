package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import org.jspecify.annotations.Nullable;

/**
 * A graph with its vectors. An item is one ordinal of it, 0 to {@link #size} - 1, which is alive
 * until the item is replaced or removed. Any number of threads search while one at a time updates.
 */
sealed interface Segment permits HeapSegment, DiskSegment {
  /** Ordinals, dead ones too. */
  int size();

  /** Ordinals alive. */
  int live();

  /** The item that an ordinal is or was. */
  String itemId(int ordinal);

  /** Whether the ordinal is where its item is. */
  boolean isAlive(int ordinal);

  /** Where an item is; negative if it is not here. */
  int ordinal(String itemId);

  /** An ordinal's unit vector, not to be changed. */
  float[] vector(int ordinal);

  /** An item's unit vector, not to be changed; null if it is not here. */
  default float @Nullable [] vector(String itemId) {
    int ordinal = ordinal(itemId);
    return ordinal < 0 ? null : vector(ordinal);
  }

  /** Takes an item out; does nothing if it is not here. */
  void remove(String itemId);

  /**
   * The ordinals nearest to a vector, by the graph.
   *
   * @param query a unit vector
   * @param k at most so many
   * @param beam how many the search collects, at least k
   * @param accept which ordinals may be returned
   * @return scored (1 + dot product) / 2, exactly
   */
  SearchResult search(VectorFloat<?> query, int k, int beam, Bits accept);

  /**
   * Scores of ordinals in a row, exactly.
   *
   * @param query a unit vector
   * @param count so many from the first
   * @param out takes them from {@code at}
   */
  default void scores(float[] query, int count, float[] out, int at) {
    Scorer scorer = scorer(query);
    for (int ordinal = 0; ordinal < count; ordinal++) {
      out[at + ordinal] = scorer.score(ordinal);
    }
  }

  /** Scores of single ordinals, exactly. */
  Scorer scorer(float[] query);

  /** Dot products with a query, of one thread. */
  @FunctionalInterface
  interface Scorer {
    float score(int ordinal);
  }
}
