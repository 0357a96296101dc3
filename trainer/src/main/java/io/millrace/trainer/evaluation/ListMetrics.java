package io.millrace.trainer.evaluation;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up ranked lists of one method: hit rate, NDCG, MRR, recall, precision, MAP, coverage,
 * diversity. For one thread.
 */
public final class ListMetrics {
  private final int[] cutoffs;
  private final Diversity diversity;
  private final Map<String, Double> sums = new TreeMap<>();
  private final BitSet recommended = new BitSet();
  private final int coverageCutoff;
  private long lists;

  /**
   * Nothing summed yet.
   *
   * @param cutoffs lengths that lists are judged at
   * @param coverageCutoff length for coverage and diversity
   * @param genresOf each item's genres by ordinal
   */
  public ListMetrics(int[] cutoffs, int coverageCutoff, BitSet[] genresOf) {
    this.cutoffs = cutoffs;
    this.coverageCutoff = coverageCutoff;
    this.diversity = new Diversity(genresOf);
  }

  /**
   * Adds a list.
   *
   * @param ranked ordinals, best first, as long as the greatest cutoff or the catalogue allows
   * @param relevant ordinals that should be there; not empty
   */
  public void add(int[] ranked, BitSet relevant) {
    lists++;
    for (int k : cutoffs) {
      addAt(k, ranked, relevant);
    }
    int top = Math.min(coverageCutoff, ranked.length);
    for (int i = 0; i < top; i++) {
      recommended.set(ranked[i]);
    }
    sums.merge("diversity@" + coverageCutoff, diversity.of(ranked, top), Double::sum);
  }

  private void addAt(int k, int[] ranked, BitSet relevant) {
    int hits = 0;
    double gain = 0;
    double precisions = 0;
    double reciprocal = 0;
    for (int i = 0; i < Math.min(k, ranked.length); i++) {
      if (relevant.get(ranked[i])) {
        hits++;
        gain += discount(i);
        precisions += (double) hits / (i + 1);
        reciprocal = reciprocal == 0 ? 1.0 / (i + 1) : reciprocal;
      }
    }
    int most = Math.min(k, relevant.cardinality());
    double ideal = 0;
    for (int i = 0; i < most; i++) {
      ideal += discount(i);
    }
    sums.merge("hr@" + k, hits > 0 ? 1.0 : 0.0, Double::sum);
    sums.merge("recall@" + k, (double) hits / relevant.cardinality(), Double::sum);
    sums.merge("precision@" + k, (double) hits / k, Double::sum);
    sums.merge("ndcg@" + k, gain / ideal, Double::sum);
    sums.merge("map@" + k, precisions / most, Double::sum);
    sums.merge("mrr@" + k, reciprocal, Double::sum);
  }

  private static double discount(int place) {
    return RankMetrics.gain(place + 1);
  }

  /** Means over the lists; {@code predictions} tells how many there were. */
  public Map<String, Double> means() {
    Map<String, Double> means = new TreeMap<>();
    sums.forEach((key, sum) -> means.put(key, sum / Math.max(1, lists)));
    means.put("coverage@" + coverageCutoff, (double) recommended.cardinality() / diversity.items());
    means.put("predictions", (double) lists);
    return means;
  }
}
