package io.millrace.tests.benchmark.index;

import io.millrace.model.vector.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A made-up catalogue of unit vectors in clusters of some {@value #CLUSTER} items: a centre plus
 * noise of the same length, so that two of a cluster have a cosine of about a half. Each vector
 * comes from its ordinal alone, so none need be kept. Immutable, thread-safe.
 *
 * @param items how many there are
 * @param dimension floats per vector
 */
public record ClusteredCatalogue(int items, int dimension) {
  private static final int CLUSTER = 1000;
  private static final long CENTRES = 1L << 60;
  private static final long QUERIES = 1L << 61;

  /** The id of an item. */
  public static String id(int ordinal) {
    return Integer.toString(ordinal);
  }

  /** All ids, in order. */
  public List<String> ids() {
    return IntStream.range(0, items).mapToObj(ClusteredCatalogue::id).toList();
  }

  /** All vectors, one for each id. */
  public float[][] vectors() {
    return IntStream.range(0, items).parallel().mapToObj(this::vector).toArray(float[][]::new);
  }

  /** An item's unit vector. */
  public float[] vector(int ordinal) {
    return vectorOf(ordinal);
  }

  /** Unit vectors from the same clusters that are not in the catalogue. */
  public float[][] queries(int count) {
    return IntStream.range(0, count).mapToObj(i -> vectorOf(QUERIES + i)).toArray(float[][]::new);
  }

  private float[] vectorOf(long stream) {
    SplittableRandom random = new SplittableRandom(mixed(stream));
    int cluster = random.nextInt(Math.max(100, items / CLUSTER));
    float[] vector = gaussian(new SplittableRandom(mixed(CENTRES + cluster)));
    Vectors.normalise(vector, 0, dimension);
    double noise = 1 / Math.sqrt(dimension);
    for (int d = 0; d < dimension; d++) {
      vector[d] += (float) (noise * random.nextGaussian());
    }
    Vectors.normalise(vector, 0, dimension);
    return vector;
  }

  private float[] gaussian(SplittableRandom random) {
    float[] values = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      values[d] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Neighbouring streams give unlike seeds. */
  private static long mixed(long stream) {
    return new SplittableRandom(stream).nextLong();
  }
}
