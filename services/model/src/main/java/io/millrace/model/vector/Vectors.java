package io.millrace.model.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic on single vectors. Stateless, thread-safe.
 *
 * <p>Lanes are added up by halves, in an order of ours: the Vector API's own reduction leaves it
 * open, and is another one in the interpreter than in compiled code, so that what was nearly a tie
 * would be ranked by when code was compiled.
 */
public final class Vectors {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8, 1, true);

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Double> DOUBLES_BY_1 = VectorShuffle.iota(DOUBLES, 1, 1, true);
  private static final VectorShuffle<Double> DOUBLES_BY_2 = VectorShuffle.iota(DOUBLES, 2, 1, true);
  private static final VectorShuffle<Double> DOUBLES_BY_4 = VectorShuffle.iota(DOUBLES, 4, 1, true);

  private Vectors() {}

  /** The sum of the lanes of a vector of the preferred species. */
  public static float sum(FloatVector vector) {
    FloatVector sum = vector;
    if (SPECIES.length() > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (SPECIES.length() > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (SPECIES.length() > 2) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return (SPECIES.length() > 1 ? sum.add(sum.rearrange(BY_1)) : sum).lane(0);
  }

  /** The sum of the lanes of a vector of the preferred species. */
  public static double sum(DoubleVector vector) {
    DoubleVector sum = vector;
    if (DOUBLES.length() > 4) {
      sum = sum.add(sum.rearrange(DOUBLES_BY_4));
    }
    if (DOUBLES.length() > 2) {
      sum = sum.add(sum.rearrange(DOUBLES_BY_2));
    }
    return (DOUBLES.length() > 1 ? sum.add(sum.rearrange(DOUBLES_BY_1)) : sum).lane(0);
  }

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
    float dot = sum(even.add(odd));
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
    out[at] = sum(sumA) + tail(query, a, end);
    out[at + 1] = sum(sumB) + tail(query, b, end);
    out[at + 2] = sum(sumC) + tail(query, c, end);
    out[at + 3] = sum(sumD) + tail(query, d, end);
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
