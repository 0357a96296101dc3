package io.millrace.trainer.evaluation;

import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics of next-event predictions (PROTOCOLS P1, P2): one item is relevant, so HR@k is 1 where
 * its rank is at most k, NDCG@k then is 1 / log2(rank + 1) and MRR@k is 1 / rank. Coverage@10 is
 * the share of all items that are in some list of ten. Of rankings that say how likely their items
 * are, {@link Reliability} too. Pure.
 */
public final class RankMetrics {
  static final int[] CUTOFFS = {5, 10, 20, 50, 100};

  private RankMetrics() {}

  /**
   * Means over the predictions, by names such as {@code ndcg@10}; {@code predictions} tells how
   * many there were.
   *
   * @param items in the catalogue
   */
  public static Map<String, Double> of(Predictions predictions, int items) {
    Map<String, Double> means = new TreeMap<>();
    int n = predictions.all().size();
    for (int k : CUTOFFS) {
      means.put("hr@" + k, mean(predictions, rank -> rank <= k ? 1 : 0));
      means.put("ndcg@" + k, mean(predictions, rank -> rank <= k ? gain(rank) : 0));
      means.put("mrr@" + k, mean(predictions, rank -> rank <= k ? 1.0 / rank : 0));
    }
    means.put("coverage@" + Predictions.TOP, coverage(predictions, items));
    means.put("predictions", (double) n);
    Reliability.of(predictions).into(means, n);
    return means;
  }

  private interface Worth {
    double of(int rank);
  }

  private static double mean(Predictions predictions, Worth worth) {
    double sum = 0;
    for (Prediction prediction : predictions.all()) {
      sum += worth.of(prediction.rank());
    }
    return sum / Math.max(1, predictions.all().size());
  }

  private static double coverage(Predictions predictions, int items) {
    BitSet recommended = new BitSet();
    for (Prediction prediction : predictions.all()) {
      for (int item : prediction.top()) {
        recommended.set(item);
      }
    }
    return (double) recommended.cardinality() / Math.max(1, items);
  }

  /** NDCG@10 of a single relevant item at a rank from 1. */
  public static double ndcg(int rank) {
    return rank <= Predictions.TOP ? gain(rank) : 0;
  }

  /** NDCG of a single relevant item at a rank from 1. */
  public static double gain(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }
}
