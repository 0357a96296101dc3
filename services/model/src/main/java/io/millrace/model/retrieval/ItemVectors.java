package io.millrace.model.retrieval;

import java.util.List;

/** Items with their vectors, in an order, to build a segment of. Any thread may read. */
public interface ItemVectors {
  /** How many there are. */
  int size();

  /** Floats per vector. */
  int dimension();

  /** The id of the i-th. */
  String id(int i);

  /** The unit vector of the i-th, not to be changed. */
  float[] vector(int i);

  /** Of a list and an array. */
  static ItemVectors of(List<String> ids, float[][] vectors) {
    if (ids.size() != vectors.length || vectors.length == 0) {
      throw new IllegalArgumentException(
          "vectors: must be one for each of %d ids and at least one, are %d"
              .formatted(ids.size(), vectors.length));
    }
    return new ItemVectors() {
      @Override
      public int size() {
        return vectors.length;
      }

      @Override
      public int dimension() {
        return vectors[0].length;
      }

      @Override
      public String id(int i) {
        return ids.get(i);
      }

      @Override
      public float[] vector(int i) {
        return vectors[i];
      }
    };
  }
}
