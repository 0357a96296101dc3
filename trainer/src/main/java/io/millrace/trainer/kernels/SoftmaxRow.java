package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax cross-entropy of one row of logits: turns them into the gradient in place. The row is
 * padded with zeros to whole vectors, and log-Q with infinity, so that the padding's share is 0.
 * One per worker; holds what the last row came to.
 */
final class SoftmaxRow {
  /** A logit that no other is below. */
  private static final float MASKED = -1e30f;

  private float[] kept = new float[0];
  private double[] probability = new double[0];
  private final long lanes;
  private double loss;
  private double tilt;

  SoftmaxRow(HostMemory memory) {
    lanes = memory.allocate(2 * Lanes.BYTES);
  }

  /** Cross-entropy of the last row, not divided. */
  double loss() {
    return loss;
  }

  /** Sum of gradient times logit of the last row, before division by the number of rows. */
  double tilt() {
    return tilt;
  }

  /**
   * Against the whole pool without what is masked.
   *
   * @param rows the gradient is divided by
   */
  void dense(long row, long logQ, int pool, int positive, long masked, int maskedCount, int rows) {
    long own = row + (long) positive * Float.BYTES;
    float logit = Lanes.get(own);
    for (int i = 0; i < maskedCount; i++) {
      int p = Lanes.getInt(masked + (long) i * Integer.BYTES);
      Lanes.set(row + (long) p * Float.BYTES, MASKED);
    }
    Lanes.set(own, logit);
    float max = max(row, logQ, pool);
    double sum = exponentiate(row, logQ, pool, max);
    loss = Math.log(sum) + max - (logit - Lanes.get(logQ + (long) positive * Float.BYTES));
    tilt = tilt / sum - logit;
    scale(row, pool, (float) (1 / (sum * rows)));
    Lanes.set(own, Lanes.get(own) - 1f / rows);
  }

  private static float max(long row, long logQ, int pool) {
    FloatVector best = Lanes.broadcast(Float.NEGATIVE_INFINITY);
    for (int p = 0; p < pool; p += Lanes.COUNT) {
      long at = (long) p * Float.BYTES;
      best = best.max(Lanes.load(row + at).sub(Lanes.load(logQ + at)));
    }
    return best.reduceLanes(VectorOperators.MAX);
  }

  /** Leaves exp(logit - logQ - max) in the row and its product with the logits in tilt. */
  private double exponentiate(long row, long logQ, int pool, float max) {
    Exponential.ofRow(row, logQ, pool, max, lanes);
    tilt = Lanes.sum(lanes + Lanes.BYTES);
    return Lanes.sum(lanes);
  }

  private static void scale(long row, int pool, float by) {
    for (int p = 0; p < pool; p += Lanes.COUNT) {
      long at = row + (long) p * Float.BYTES;
      Lanes.store(at, Lanes.load(at).mul(by));
    }
  }

  /** Against the positive and the negatives that were chosen; the others' gradient is 0. */
  void sparse(long row, long logQ, int pool, Negatives negatives, int rows) {
    int count = negatives.count();
    if (kept.length < count) {
      kept = new float[count];
      probability = new double[count];
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      long at = (long) negatives.chosen(i) * Float.BYTES;
      kept[i] = Lanes.get(row + at);
      probability[i] = (double) kept[i] - Lanes.get(logQ + at);
      max = Math.max(max, probability[i]);
    }
    double own = probability[0];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      probability[i] = Math.exp(probability[i] - max);
      sum += probability[i];
    }
    loss = Math.log(sum) + max - own;
    spread(row, pool, negatives, sum, rows);
  }

  private void spread(long row, int pool, Negatives negatives, double sum, int rows) {
    for (int p = 0; p < pool; p += Lanes.COUNT) {
      Lanes.store(row + (long) p * Float.BYTES, Lanes.zero());
    }
    tilt = 0;
    for (int i = 0; i < negatives.count(); i++) {
      double gradient = probability[i] / sum - (i == 0 ? 1 : 0);
      Lanes.set(row + (long) negatives.chosen(i) * Float.BYTES, (float) (gradient / rows));
      tilt += gradient * kept[i];
    }
  }
}
