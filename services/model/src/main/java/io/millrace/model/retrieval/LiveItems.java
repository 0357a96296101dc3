package io.millrace.model.retrieval;

import java.util.stream.IntStream;

/** The items that were alive in some segments when it was made. Any thread may read. */
final class LiveItems implements ItemVectors {
  private final Segments segments;
  private final int dimension;
  private final int[] ordinals;

  /** Looks at every ordinal; the caller keeps updates away meanwhile. */
  LiveItems(Segments segments, int dimension) {
    this.segments = segments;
    this.dimension = dimension;
    this.ordinals = IntStream.range(0, segments.size()).filter(segments::isAlive).toArray();
  }

  @Override
  public int size() {
    return ordinals.length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String id(int i) {
    return segments.itemId(ordinals[i]);
  }

  @Override
  public float[] vector(int i) {
    return segments.vector(ordinals[i]);
  }
}
