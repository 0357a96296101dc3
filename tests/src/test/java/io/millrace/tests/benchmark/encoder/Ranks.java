package io.millrace.tests.benchmark.encoder;

import io.millrace.trainer.evaluation.ClusteredMean;
import io.millrace.trainer.evaluation.RankMetrics;
import java.util.Arrays;
import java.util.List;

/**
 * Where the rated items stood, event by event. Not to be changed.
 *
 * @param users who rated
 * @param ranks from 1; {@link #BEYOND} for any that is not among the first ten
 */
@SuppressWarnings("ArrayRecordComponent")
record Ranks(int[] users, int[] ranks) {
  /** Length of the lists judged. */
  static final int TOP = 10;

  static final int BEYOND = TOP + 1;

  /** NDCG@10, event by event. */
  double[] gains() {
    return Arrays.stream(ranks).mapToDouble(RankMetrics::ndcg).toArray();
  }

  double ndcg() {
    return Arrays.stream(gains()).average().orElse(0);
  }

  double hitRate() {
    return Arrays.stream(ranks).mapToDouble(r -> r <= TOP ? 1 : 0).average().orElse(0);
  }

  /**
   * How much more NDCG@10 one kind has than another of the same events, means over seeds; events of
   * a user are taken as one draw.
   *
   * @param one told of by its seeds
   */
  static ClusteredMean difference(List<Ranks> one, List<Ranks> other) {
    double[] more = meanGains(one);
    double[] theirs = meanGains(other);
    for (int event = 0; event < more.length; event++) {
      more[event] -= theirs[event];
    }
    return ClusteredMean.of(more, one.getFirst().users());
  }

  private static double[] meanGains(List<Ranks> seeds) {
    double[] means = new double[seeds.getFirst().ranks().length];
    for (Ranks seed : seeds) {
      double[] gains = seed.gains();
      for (int event = 0; event < means.length; event++) {
        means[event] += gains[event] / seeds.size();
      }
    }
    return means;
  }
}
