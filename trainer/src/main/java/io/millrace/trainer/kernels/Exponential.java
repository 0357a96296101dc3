package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * e to the power of numbers up to 0, by the polynomial of Cephes' expf (Moshier 1992): within 2
 * units in the last place, 0 below -87. The Vector API's own is another one in the interpreter than
 * in compiled code, so with it two runs would differ.
 */
final class Exponential {
  private static final float LEAST = -87;
  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 355f / 512;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding it rounds to an integer, found in the lowest bits. */
  private static final float ROUND = 12_582_912f;

  private Exponential() {}

  /**
   * Replaces each logit of a row by exp(logit - shift - max), which must not be above 1. One method
   * on purpose: a vector handed to another becomes an object where that is not compiled into this.
   *
   * @param sums where the sum of the results goes, by lane, then that of their products with the
   *     logits
   */
  static void ofRow(long row, long shift, int length, float max, long sums) {
    FloatVector sum = Lanes.zero();
    FloatVector product = Lanes.zero();
    for (int p = 0; p < length; p += Lanes.COUNT) {
      long at = row + (long) p * Float.BYTES;
      FloatVector logit = Lanes.load(at);
      FloatVector x = logit.sub(Lanes.load(shift + (long) p * Float.BYTES)).sub(max);
      FloatVector v = x.max(LEAST);
      FloatVector rounded = v.fma(Lanes.broadcast(LOG2_E), Lanes.broadcast(ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(Lanes.broadcast(-LN2_HIGH), v);
      r = n.fma(Lanes.broadcast(-LN2_LOW), r);
      FloatVector e = r.fma(Lanes.broadcast(1.9875691e-4f), Lanes.broadcast(1.3981999e-3f));
      e = e.fma(r, Lanes.broadcast(8.333452e-3f));
      e = e.fma(r, Lanes.broadcast(4.1665796e-2f));
      e = e.fma(r, Lanes.broadcast(0.16666666f));
      e = e.fma(r, Lanes.broadcast(0.5f));
      e = e.fma(r.mul(r), r.add(1f));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      e = e.mul(power.add(0x3F800000).reinterpretAsFloats());
      e = Lanes.zero().blend(e, x.compare(VectorOperators.GE, LEAST));
      Lanes.store(at, e);
      sum = sum.add(e);
      product = e.fma(logit, product);
    }
    Lanes.store(sums, sum);
    Lanes.store(sums + Lanes.BYTES, product);
  }

  /**
   * Replaces each x of a row by {@code stretch / (1 + exp(-factor x)) + shift}, in one method for
   * the same reason.
   */
  static void sigmoid(long row, int length, float factor, float stretch, float shift) {
    for (int c = 0; c < length; c += Lanes.COUNT) {
      long at = row + (long) c * Float.BYTES;
      VectorMask<Float> mask = Lanes.mask(c, length);
      FloatVector x = Lanes.load(at, mask).mul(factor);
      FloatVector v = x.abs().neg().max(LEAST);
      FloatVector rounded = v.fma(Lanes.broadcast(LOG2_E), Lanes.broadcast(ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(Lanes.broadcast(-LN2_HIGH), v);
      r = n.fma(Lanes.broadcast(-LN2_LOW), r);
      FloatVector e = r.fma(Lanes.broadcast(1.9875691e-4f), Lanes.broadcast(1.3981999e-3f));
      e = e.fma(r, Lanes.broadcast(8.333452e-3f));
      e = e.fma(r, Lanes.broadcast(4.1665796e-2f));
      e = e.fma(r, Lanes.broadcast(0.16666666f));
      e = e.fma(r, Lanes.broadcast(0.5f));
      e = e.fma(r.mul(r), r.add(1f));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      e = e.mul(power.add(0x3F800000).reinterpretAsFloats());
      // e to the power of -|x|: the sigmoid of |x| is 1 / (1 + e), that of -|x| is e / (1 + e)
      FloatVector above = Lanes.broadcast(1f).blend(e, x.compare(VectorOperators.LT, 0f));
      FloatVector y = above.div(e.add(1f));
      Lanes.store(at, y.fma(Lanes.broadcast(stretch), Lanes.broadcast(shift)), mask);
    }
  }
}
