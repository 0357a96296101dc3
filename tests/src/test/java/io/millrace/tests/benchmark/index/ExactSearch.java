package io.millrace.tests.benchmark.index;

import io.millrace.model.vector.Vectors;
import java.util.stream.IntStream;

/** Every item's score, with the Vector API: the truth that the others are held to. */
@SuppressWarnings("ArrayRecordComponent")
record ExactSearch(ClusteredCatalogue catalogue, float[] values) implements SearchedIndex {
  static final String ENGINE = "exact";

  /** Packs the catalogue's vectors, row by row. */
  static ExactSearch of(ClusteredCatalogue catalogue) {
    int dimension = catalogue.dimension();
    float[] values = new float[Math.multiplyExact(catalogue.items(), dimension)];
    IntStream.range(0, catalogue.items())
        .parallel()
        .forEach(i -> System.arraycopy(catalogue.vector(i), 0, values, i * dimension, dimension));
    return new ExactSearch(catalogue, values);
  }

  @Override
  public String engine() {
    return ENGINE;
  }

  @Override
  public boolean isApproximate() {
    return false;
  }

  @Override
  public int[] search(float[] query, int k, int beam) {
    int dimension = catalogue.dimension();
    NearestOrdinals nearest = new NearestOrdinals(k);
    for (int i = 0; i < catalogue.items(); i++) {
      nearest.offer(i, Vectors.dot(query, 0, values, i * dimension, dimension));
    }
    return nearest.bestFirst();
  }

  @Override
  public void close() {}
}
