package io.millrace.trainer.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates as the ranker orders them, then every other item by retrieval score (PROTOCOLS
 * P1). The rest is scored only when it is first asked for: three in four predictions need not.
 */
final class UnionRanking implements Ranking {
  private final int[] candidates;
  private final double @Nullable [] probabilities;
  private final Supplier<float[]> retrievalScores;
  private final IntPredicate seen;
  private @Nullable ScoreRanking rest;

  /** A ranking that does not say how likely its items are. */
  UnionRanking(int[] candidates, Supplier<float[]> retrievalScores, IntPredicate seen) {
    this(candidates, null, retrievalScores, seen);
  }

  /**
   * A ranking.
   *
   * @param candidates ordinals, best first
   * @param probabilities of the candidates; null where they are not known
   * @param retrievalScores by ordinal, no NaN
   * @param seen items that are not ranked; the candidates are none of them
   */
  UnionRanking(
      int[] candidates,
      double @Nullable [] probabilities,
      Supplier<float[]> retrievalScores,
      IntPredicate seen) {
    this.candidates = candidates;
    this.probabilities = probabilities;
    this.retrievalScores = retrievalScores;
    this.seen = seen;
  }

  @Override
  public int rankOf(int item) {
    for (int place = 0; place < candidates.length; place++) {
      if (candidates[place] == item) {
        return place + 1;
      }
    }
    return candidates.length + rest().rankOf(item);
  }

  @Override
  public int[] top(int n) {
    if (n <= candidates.length) {
      return Arrays.copyOf(candidates, n);
    }
    int[] others = rest().top(n - candidates.length);
    return IntStream.concat(Arrays.stream(candidates), Arrays.stream(others)).toArray();
  }

  @Override
  public double @Nullable [] probabilities(int n) {
    return probabilities == null
        ? null
        : Arrays.copyOf(probabilities, Math.min(n, probabilities.length));
  }

  private ScoreRanking rest() {
    ScoreRanking known = rest;
    if (known == null) {
      BitSet taken = new BitSet();
      Arrays.stream(candidates).forEach(taken::set);
      known = new ScoreRanking(retrievalScores.get(), item -> taken.get(item) || seen.test(item));
      rest = known;
    }
    return known;
  }
}
