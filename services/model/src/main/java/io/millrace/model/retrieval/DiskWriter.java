package io.millrace.model.retrieval;

import io.github.jbellis.jvector.disk.BufferedRandomAccessWriter;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndexWriter;
import io.github.jbellis.jvector.graph.disk.feature.Feature;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.disk.feature.InlineVectors;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Builds the files of a {@link DiskSegment}. On the heap are meanwhile the codes and the graph,
 * some 350 bytes an item, and of the vectors only a sample: the graph is built by the codes.
 */
final class DiskWriter {
  /** Values of a code's byte. */
  private static final int CLUSTERS = 256;

  /** Vectors that the codes are fitted to, spread evenly. */
  private static final int SAMPLE = 50_000;

  private final ItemVectors items;
  private final int subspaces;

  /**
   * Of items.
   *
   * @param subspaces bytes of a code, at most the vectors' dimension
   */
  DiskWriter(ItemVectors items, int subspaces) {
    this.items = items;
    this.subspaces = Math.min(subspaces, items.dimension());
  }

  /** Writes the files into a directory that exists. */
  void write(Path directory) throws IOException {
    PQVectors codes = codes();
    try (BufferedRandomAccessWriter out =
        new BufferedRandomAccessWriter(directory.resolve(DiskSegment.CODES))) {
      codes.write(out, OnDiskGraphIndex.CURRENT_VERSION);
    }
    ItemNames.write(items, directory.resolve(DiskSegment.NAMES));
    writeGraph(graph(codes), directory.resolve(DiskSegment.GRAPH));
  }

  private PQVectors codes() {
    ProductQuantization quantization =
        ProductQuantization.compute(sample(), subspaces, CLUSTERS, false);
    return PQVectors.encodeAndBuild(
        quantization, items.size(), values(), ForkJoinPool.commonPool());
  }

  private RandomAccessVectorValues sample() {
    int step = Math.max(1, items.size() / SAMPLE);
    List<VectorFloat<?>> sample =
        IntStream.range(0, items.size() / step)
            .<VectorFloat<?>>mapToObj(i -> vector(i * step))
            .toList();
    return new ListRandomAccessVectorValues(sample, items.dimension());
  }

  private VectorFloat<?> vector(int i) {
    return GrowingVectors.vector(items.vector(i));
  }

  private RandomAccessVectorValues values() {
    return new RandomAccessVectorValues() {
      @Override
      public int size() {
        return items.size();
      }

      @Override
      public int dimension() {
        return items.dimension();
      }

      @Override
      public VectorFloat<?> getVector(int i) {
        return vector(i);
      }

      @Override
      public boolean isValueShared() {
        return false;
      }

      @Override
      public RandomAccessVectorValues copy() {
        return this;
      }
    };
  }

  private ImmutableGraphIndex graph(PQVectors codes) throws IOException {
    try (GraphIndexBuilder builder =
        GraphShape.builder(
            BuildScoreProvider.pqBuildScoreProvider(VectorSimilarityFunction.DOT_PRODUCT, codes),
            items.dimension())) {
      IntStream.range(0, items.size()).parallel().forEach(i -> builder.addGraphNode(i, vector(i)));
      builder.cleanup();
      return builder.getGraph();
    }
  }

  private void writeGraph(ImmutableGraphIndex graph, Path file) throws IOException {
    InlineVectors inline = new InlineVectors(items.dimension());
    Map<FeatureId, IntFunction<Feature.State>> states = new EnumMap<>(FeatureId.class);
    states.put(FeatureId.INLINE_VECTORS, i -> new InlineVectors.State(vector(i)));
    try (OnDiskGraphIndexWriter writer =
        new OnDiskGraphIndexWriter.Builder(graph, file).with(inline).build()) {
      writer.write(states);
    }
  }
}
