package io.millrace.model.retrieval;

import io.github.jbellis.jvector.disk.ByteBufferReader;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.millrace.model.vector.Vectors;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A segment on the heap, the only kind that takes items. Its vectors are exact and its graph is
 * searched by them.
 *
 * <p>The graph is never "cleaned up" while it serves: JVector then takes it for finished and
 * searches it without regard to inserts.
 */
final class HeapSegment implements Segment {
  private final GrowingVectors vectors;

  /** The live ordinals, by item id. */
  private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();

  private final GraphIndexBuilder builder;

  HeapSegment(int dimension) {
    this.vectors = new GrowingVectors(dimension);
    this.builder =
        GraphShape.builder(
            BuildScoreProvider.randomAccessScoreProvider(
                vectors, VectorSimilarityFunction.DOT_PRODUCT),
            dimension);
  }

  /**
   * Builds a segment.
   *
   * @param parallel whether by all cores: some minutes saved, and the order of insertion, and with
   *     it the graph, no longer the same each time
   */
  static HeapSegment build(ItemVectors items, boolean parallel) {
    HeapSegment segment = new HeapSegment(items.dimension());
    for (int i = 0; i < items.size(); i++) {
      segment.append(items.id(i), items.vector(i));
    }
    if (segment.live() != items.size()) {
      throw new IllegalArgumentException("ids: must be unique");
    }
    segment.connect(parallel);
    return segment;
  }

  private void connect(boolean parallel) {
    IntStream all = IntStream.range(0, vectors.size());
    (parallel ? all.parallel() : all)
        .forEach(ordinal -> builder.addGraphNode(ordinal, vectors.getVector(ordinal)));
  }

  private void append(String itemId, float[] values) {
    ordinals.put(itemId, vectors.append(itemId, values));
  }

  /** Adds an item or replaces its vector; the caller holds the index's lock. */
  void put(String itemId, float[] values) {
    int ordinal = vectors.append(itemId, values);
    builder.addGraphNode(ordinal, vectors.getVector(ordinal));
    ordinals.put(itemId, ordinal);
  }

  @Override
  public void remove(String itemId) {
    ordinals.remove(itemId);
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public int live() {
    return ordinals.size();
  }

  @Override
  public String itemId(int ordinal) {
    return vectors.itemId(ordinal);
  }

  @Override
  public boolean isAlive(int ordinal) {
    return ordinal(itemId(ordinal)) == ordinal;
  }

  @Override
  public int ordinal(String itemId) {
    return ordinals.getOrDefault(itemId, -1);
  }

  @Override
  public float[] vector(int ordinal) {
    return vectors.values(ordinal);
  }

  @Override
  public SearchResult search(VectorFloat<?> query, int k, int beam, Bits accept) {
    var provider =
        DefaultSearchScoreProvider.exact(query, VectorSimilarityFunction.DOT_PRODUCT, vectors);
    try (GraphSearcher searcher = new GraphSearcher(builder.getGraph())) {
      return searcher.search(provider, k, beam, 0f, 0f, accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Scorer scorer(float[] query) {
    return ordinal -> Vectors.dot(query, vectors.values(ordinal));
  }

  @Override
  public void scores(float[] query, int count, float[] out, int at) {
    int ordinal = 0;
    for (; ordinal + 4 <= count; ordinal += 4) {
      Vectors.dots(
          query,
          vectors.values(ordinal),
          vectors.values(ordinal + 1),
          vectors.values(ordinal + 2),
          vectors.values(ordinal + 3),
          out,
          at + ordinal);
    }
    for (; ordinal < count; ordinal++) {
      out[at + ordinal] = Vectors.dot(query, vectors.values(ordinal));
    }
  }

  /** Writes ids, vectors and the graph; the caller holds the lock, and nothing is dead. */
  void write(DataOutputStream out) throws IOException {
    for (int ordinal = 0; ordinal < size(); ordinal++) {
      out.writeUTF(itemId(ordinal));
      for (float value : vector(ordinal)) {
        out.writeFloat(value);
      }
    }
    if (size() > 0) {
      GraphFile.write((OnHeapGraphIndex) builder.getGraph(), out);
    }
  }

  @SuppressWarnings("deprecation")
  static HeapSegment read(DataInputStream in, int dimension, int size) throws IOException {
    HeapSegment segment = new HeapSegment(dimension);
    for (int i = 0; i < size; i++) {
      String id = in.readUTF();
      float[] values = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        values[d] = in.readFloat();
      }
      segment.append(id, values);
    }
    if (size > 0) {
      segment.builder.load(new ByteBufferReader(ByteBuffer.wrap(in.readAllBytes())));
    }
    return segment;
  }
}
