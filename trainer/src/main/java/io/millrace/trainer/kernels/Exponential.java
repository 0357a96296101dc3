package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
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

  /** e to the power of each lane, which must not be above 0. */
  static FloatVector of(FloatVector x) {
    FloatVector v = x.max(LEAST);
    FloatVector shifted = v.fma(Lanes.broadcast(LOG2_E), Lanes.broadcast(ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(Lanes.broadcast(-LN2_HIGH), v);
    r = n.fma(Lanes.broadcast(-LN2_LOW), r);
    FloatVector power =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(0x3F800000)
            .reinterpretAsFloats();
    FloatVector e = polynomial(r).mul(power);
    return Lanes.zero().blend(e, x.compare(VectorOperators.GE, LEAST));
  }

  private static FloatVector polynomial(FloatVector r) {
    FloatVector p = r.fma(Lanes.broadcast(1.9875691e-4f), Lanes.broadcast(1.3981999e-3f));
    p = p.fma(r, Lanes.broadcast(8.333452e-3f));
    p = p.fma(r, Lanes.broadcast(4.1665796e-2f));
    p = p.fma(r, Lanes.broadcast(0.16666666f));
    p = p.fma(r, Lanes.broadcast(0.5f));
    return p.fma(r.mul(r), r.add(1f));
  }
}
