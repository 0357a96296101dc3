package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;

/** How every graph is built, on the heap or on disk. */
final class GraphShape {
  /** Neighbours per node at most. */
  private static final int MAX_DEGREE = 32;

  private static final int BUILD_BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private GraphShape() {}

  /** A builder of a graph without nodes. */
  static GraphIndexBuilder builder(BuildScoreProvider scores, int dimension) {
    return GraphIndexBuilder.builder(scores, dimension, MAX_DEGREE)
        .withBeamWidth(BUILD_BEAM)
        .withNeighborOverflow(OVERFLOW)
        .withAlpha(ALPHA)
        .build();
  }
}
