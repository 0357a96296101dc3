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

  /** Adding it rounds to an integer, found in the lowest bits. */
  private static final float ROUND = 12_582_912f;

  // Vectors made here once: made in the loop, some were seen to become objects at every step.
  private static final FloatVector ONE = broadcast(1f);
  private static final FloatVector ROUNDS = broadcast(ROUND);
  private static final FloatVector LOG2_E = broadcast(1.442695f);
  private static final FloatVector MINUS_LN2_HIGH = broadcast(-355f / 512);
  private static final FloatVector MINUS_LN2_LOW = broadcast(2.12194440e-4f);
  private static final FloatVector P0 = broadcast(1.9875691e-4f);
  private static final FloatVector P1 = broadcast(1.3981999e-3f);
  private static final FloatVector P2 = broadcast(8.333452e-3f);
  private static final FloatVector P3 = broadcast(4.1665796e-2f);
  private static final FloatVector P4 = broadcast(0.16666666f);
  private static final FloatVector P5 = broadcast(0.5f);

  private Sigmoid() {}

  /** Replaces {@code count} floats from {@code at} by {@code 1 / (1 + exp(-x))}. */
  static void apply(float[] values, int at, int count) {
    int whole = FLOATS.loopBound(count);
    // All of it in one loop: a step with a method of its own is not always inlined, and then each
    // vector becomes an object.
    for (int i = at; i < at + whole; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i);
      FloatVector v = x.abs().neg().max(LEAST);
      FloatVector rounded = v.fma(LOG2_E, ROUNDS);
      FloatVector n = rounded.sub(ROUNDS);
      FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, v));
      FloatVector e = r.fma(P0, P1);
      e = e.fma(r, P2).fma(r, P3).fma(r, P4).fma(r, P5);
      e = e.fma(r.mul(r), r.add(ONE));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      e = e.mul(power.add(0x3F800000).reinterpretAsFloats());
      FloatVector above = ONE.blend(e, x.compare(VectorOperators.LT, 0f));
      above.div(e.add(ONE)).intoArray(values, i);
    }
    for (int i = at + whole; i < at + count; i++) {
      values[i] = (float) (1 / (1 + Math.exp(-values[i])));
    }
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
