package io.millrace.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Arithmetic on single vectors. Stateless, thread-safe. */
public final class Vectors {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private Vectors() {}

  /** Dot product of two vectors of the same length. */
  public static float dot(float[] a, float[] b) {
    return dot(a, 0, b, 0, a.length);
  }

  /** Dot product of two slices. */
  public static float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(length); i < end; i += SPECIES.length()) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + i);
      sum = x.fma(FloatVector.fromArray(SPECIES, b, bAt + i), sum);
    }
    float dot = sum.reduceLanes(VectorOperators.ADD);
    for (; i < length; i++) {
      dot += a[aAt + i] * b[bAt + i];
    }
    return dot;
  }

  /**
   * Scales the slice to length one. A slice of (almost) zeros becomes the first unit vector, so
   * that every vector in an index has length one.
   */
  public static void normalise(float[] v, int at, int length) {
    double norm = Math.sqrt(dot(v, at, v, at, length));
    if (norm < 1e-12) {
      java.util.Arrays.fill(v, at, at + length, 0f);
      v[at] = 1f;
      return;
    }
    float scale = (float) (1 / norm);
    for (int i = at; i < at + length; i++) {
      v[i] *= scale;
    }
  }
}
