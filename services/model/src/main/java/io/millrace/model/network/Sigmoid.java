package io.millrace.model.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logistic function of many numbers, with e to a power by the polynomial of Cephes' expf
 * (Moshier 1992), as the training kernels have it. Stateless.
 */
final class Sigmoid {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final float LEAST = -87;
  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 355f / 512;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding it rounds to an integer, found in the lowest bits. */
  private static final float ROUND = 12_582_912f;

  private Sigmoid() {}

  /** Replaces {@code count} floats from {@code at} by {@code 1 / (1 + exp(-x))}. */
  static void apply(float[] values, int at, int count) {
    FloatVector one = broadcast(1f);
    int whole = FLOATS.loopBound(count);
    // All of it in one loop: a step with a method of its own is not always inlined, and then each
    // vector becomes an object.
    for (int i = at; i < at + whole; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i);
      FloatVector v = x.abs().neg().max(LEAST);
      FloatVector rounded = v.fma(broadcast(LOG2_E), broadcast(ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), v));
      FloatVector e = r.fma(broadcast(1.9875691e-4f), broadcast(1.3981999e-3f));
      e = e.fma(r, broadcast(8.333452e-3f));
      e = e.fma(r, broadcast(4.1665796e-2f));
      e = e.fma(r, broadcast(0.16666666f));
      e = e.fma(r, broadcast(0.5f));
      e = e.fma(r.mul(r), r.add(1f));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      e = e.mul(power.add(0x3F800000).reinterpretAsFloats());
      FloatVector above = one.blend(e, x.compare(VectorOperators.LT, 0f));
      above.div(e.add(1f)).intoArray(values, i);
    }
    for (int i = at + whole; i < at + count; i++) {
      values[i] = (float) (1 / (1 + Math.exp(-values[i])));
    }
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
