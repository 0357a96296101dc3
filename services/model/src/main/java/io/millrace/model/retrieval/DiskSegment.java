package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorUtil;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A segment in files: the graph with the exact vectors beside each node's neighbours (DiskANN,
 * Subramanya et al. 2019), and the ids. On the heap are the vectors' product-quantized codes, the
 * graph's upper layers and a bit for each item. A search goes by the codes and then scores what it
 * collected by the exact vectors. Takes no items; those removed are remembered on the heap alone.
 */
final class DiskSegment implements Segment {
  static final String GRAPH = "graph";
  static final String CODES = "codes";
  static final String NAMES = "names";

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  private final OnDiskGraphIndex graph;
  private final PQVectors codes;
  private final ItemNames names;
  private final AtomicLongArray dead;
  private final AtomicInteger live;

  private DiskSegment(OnDiskGraphIndex graph, PQVectors codes, ItemNames names) {
    this.graph = graph;
    this.codes = codes;
    this.names = names;
    this.dead = new AtomicLongArray((names.size() + 63) / 64);
    this.live = new AtomicInteger(names.size());
  }

  /**
   * Opens the files in a directory.
   *
   * @throws IndexFault if they do not belong together
   */
  static DiskSegment open(Path directory) throws IOException {
    OnDiskGraphIndex graph = OnDiskGraphIndex.load(MappedFile.of(directory.resolve(GRAPH)));
    PQVectors codes = PQVectors.load(MappedFile.of(directory.resolve(CODES)).get());
    ItemNames names = ItemNames.open(directory.resolve(NAMES));
    if (graph.size(0) != names.size() || codes.count() != names.size()) {
      throw new IndexFault(
          "%s: must have as many nodes and codes as ids, has %d, %d and %d"
              .formatted(directory, graph.size(0), codes.count(), names.size()));
    }
    return new DiskSegment(graph, codes, names);
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public int live() {
    return live.get();
  }

  @Override
  public String itemId(int ordinal) {
    return names.id(ordinal);
  }

  @Override
  public boolean isAlive(int ordinal) {
    return (dead.get(ordinal >> 6) & bit(ordinal)) == 0;
  }

  private static long bit(int ordinal) {
    return 1L << (ordinal & 63);
  }

  @Override
  public int ordinal(String itemId) {
    int ordinal = names.ordinal(itemId);
    return ordinal >= 0 && isAlive(ordinal) ? ordinal : -1;
  }

  @Override
  public float[] vector(int ordinal) {
    VectorFloat<?> vector = graph.getView().getVector(ordinal);
    float[] values = new float[vector.length()];
    for (int d = 0; d < values.length; d++) {
      values[d] = vector.get(d);
    }
    return values;
  }

  @Override
  public void remove(String itemId) {
    int ordinal = ordinal(itemId);
    if (ordinal >= 0) {
      dead.set(ordinal >> 6, dead.get(ordinal >> 6) | bit(ordinal));
      live.decrementAndGet();
    }
  }

  @Override
  public SearchResult search(VectorFloat<?> query, int k, int beam, Bits accept) {
    try (OnDiskGraphIndex.View view = graph.getView();
        GraphSearcher searcher = new GraphSearcher(graph)) {
      var scores =
          new DefaultSearchScoreProvider(
              codes.precomputedScoreFunctionFor(query, SIMILARITY),
              view.rerankerFor(query, SIMILARITY));
      return searcher.search(scores, k, beam, 0f, 0f, accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Scorer scorer(float[] query) {
    OnDiskGraphIndex.View view = graph.getView();
    VectorFloat<?> target = GrowingVectors.vector(query);
    return ordinal -> VectorUtil.dotProduct(target, view.getVector(ordinal));
  }
}
