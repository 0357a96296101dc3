package io.millrace.tests.benchmark.index;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The exact answers to some queries.
 *
 * @param queries unit vectors
 * @param nearest of each, its nearest ordinals, best first
 */
@SuppressWarnings("ArrayRecordComponent")
record Truth(float[][] queries, int[][] nearest) {
  /** Asks every query of the exact search. */
  static Truth of(ExactSearch exact, float[][] queries, int k) {
    return new Truth(
        queries,
        Arrays.stream(queries).parallel().map(q -> exact.search(q, k, k)).toArray(int[][]::new));
  }

  /** The share of the k nearest that an index finds, 0 to 1. */
  double recall(SearchedIndex index, int k, int beam) {
    return IntStream.range(0, queries.length)
            .parallel()
            .mapToLong(i -> hits(i, index.search(queries[i], k, beam), k))
            .sum()
        / ((double) k * queries.length);
  }

  private long hits(int query, int[] found, int k) {
    Set<Integer> wanted =
        Arrays.stream(nearest[query]).limit(k).boxed().collect(Collectors.toSet());
    return Arrays.stream(found).limit(k).filter(wanted::contains).count();
  }
}
