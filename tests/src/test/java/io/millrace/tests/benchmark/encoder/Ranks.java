package io.millrace.tests.benchmark.encoder;

import io.millrace.trainer.evaluation.RankMetrics;
import java.util.Arrays;

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
    return Arrays.stream(ranks).mapToDouble(r -> r <= TOP ? RankMetrics.gain(r) : 0).toArray();
  }

  double ndcg() {
    return Arrays.stream(gains()).average().orElse(0);
  }

  double hitRate() {
    return Arrays.stream(ranks).mapToDouble(r -> r <= TOP ? 1 : 0).average().orElse(0);
  }
}
