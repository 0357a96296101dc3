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

  /** Dot product of two slices: two sums, so that one addition need not wait for the other. */
  public static float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    FloatVector even = FloatVector.zero(SPECIES);
    FloatVector odd = even;
    int lanes = SPECIES.length();
    int i = 0;
    for (int end = length - 2 * lanes; i <= end; i += 2 * lanes) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + i);
      even = x.fma(FloatVector.fromArray(SPECIES, b, bAt + i), even);
      FloatVector y = FloatVector.fromArray(SPECIES, a, aAt + i + lanes);
      odd = y.fma(FloatVector.fromArray(SPECIES, b, bAt + i + lanes), odd);
    }
    for (int end = length - lanes; i <= end; i += lanes) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + i);
      even = x.fma(FloatVector.fromArray(SPECIES, b, bAt + i), even);
    }
    float dot = even.add(odd).reduceLanes(VectorOperators.ADD);
    for (; i < length; i++) {
      dot += a[aAt + i] * b[bAt + i];
    }
    return dot;
  }

  /**
   * Dot products of one vector with four of its length, which hide each other's latency.
   *
   * @param out takes four numbers from {@code at}
   */
  public static void dots(
      float[] query, float[] a, float[] b, float[] c, float[] d, float[] out, int at) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int end = SPECIES.loopBound(query.length);
    for (int i = 0; i < end; i += SPECIES.length()) {
      FloatVector x = FloatVector.fromArray(SPECIES, query, i);
      sumA = x.fma(FloatVector.fromArray(SPECIES, a, i), sumA);
      sumB = x.fma(FloatVector.fromArray(SPECIES, b, i), sumB);
      sumC = x.fma(FloatVector.fromArray(SPECIES, c, i), sumC);
      sumD = x.fma(FloatVector.fromArray(SPECIES, d, i), sumD);
    }
    out[at] = sumA.reduceLanes(VectorOperators.ADD) + tail(query, a, end);
    out[at + 1] = sumB.reduceLanes(VectorOperators.ADD) + tail(query, b, end);
    out[at + 2] = sumC.reduceLanes(VectorOperators.ADD) + tail(query, c, end);
    out[at + 3] = sumD.reduceLanes(VectorOperators.ADD) + tail(query, d, end);
  }

  private static float tail(float[] a, float[] b, int from) {
    float sum = 0;
    for (int i = from; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * The elementwise product of two vectors of the same length.
   *
   * @param out takes it from {@code at}
   */
  public static void multiply(float[] a, float[] b, float[] out, int at) {
    int i = 0;
    for (int end = SPECIES.loopBound(a.length); i < end; i += SPECIES.length()) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, i);
      x.mul(FloatVector.fromArray(SPECIES, b, i)).intoArray(out, at + i);
    }
    for (; i < a.length; i++) {
      out[at + i] = a[i] * b[i];
    }
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
