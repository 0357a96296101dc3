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
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One graph with its vectors and the map from items to ordinals. Updates need the index's lock,
 * searches none.
 *
 * <p>The graph is never "cleaned up" while it serves: JVector then takes it for finished and
 * searches it without regard to inserts. Only the copy that {@link #write} saves is.
 */
final class IndexSegment {
  /** Neighbours per node at most. */
  private static final int MAX_DEGREE = 32;

  private static final int BUILD_BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  /**
   * From so many items on the graph is built by all cores: some minutes saved, and the order of
   * insertion, and with it the graph, no longer the same each time.
   */
  private static final int PARALLEL_FROM = 20_000;

  /**
   * Where an item is.
   *
   * @param ordinal the live one
   * @param vector its unit vector
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(int ordinal, float[] vector) {}

  final GrowingVectors vectors;
  final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final GraphIndexBuilder builder;

  IndexSegment(int dimension) {
    this.vectors = new GrowingVectors(dimension);
    this.builder =
        GraphIndexBuilder.builder(
                BuildScoreProvider.randomAccessScoreProvider(
                    vectors, VectorSimilarityFunction.DOT_PRODUCT),
                dimension,
                MAX_DEGREE)
            .withBeamWidth(BUILD_BEAM)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .build();
  }

  static IndexSegment build(List<String> ids, float[][] values) {
    IndexSegment segment = new IndexSegment(values[0].length);
    for (int i = 0; i < values.length; i++) {
      segment.append(ids.get(i), values[i]);
    }
    if (segment.entries.size() != ids.size()) {
      throw new IllegalArgumentException("ids: must be unique");
    }
    segment.connect();
    return segment;
  }

  private void connect() {
    IntStream ordinals = IntStream.range(0, vectors.size());
    (vectors.size() < PARALLEL_FROM ? ordinals : ordinals.parallel())
        .forEach(ordinal -> builder.addGraphNode(ordinal, vectors.getVector(ordinal)));
  }

  private int append(String itemId, float[] values) {
    int ordinal = vectors.append(itemId, values);
    entries.put(itemId, new Entry(ordinal, values));
    return ordinal;
  }

  void put(String itemId, float[] values) {
    int ordinal = vectors.append(itemId, values);
    builder.addGraphNode(ordinal, vectors.getVector(ordinal));
    entries.put(itemId, new Entry(ordinal, values));
  }

  SearchResult search(float[] query, int k, int beam, Bits accept) {
    var provider =
        DefaultSearchScoreProvider.exact(
            GrowingVectors.vector(query), VectorSimilarityFunction.DOT_PRODUCT, vectors);
    try (GraphSearcher searcher = new GraphSearcher(builder.getGraph())) {
      return searcher.search(provider, k, beam, 0f, 0f, accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tells every ordinal, dead or alive, ascending; those appended meanwhile too, so that an item
   * replaced meanwhile is met alive at least once.
   */
  void forEachOrdinal(IntConsumer consumer) {
    for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
      consumer.accept(ordinal);
    }
  }

  /** The live ordinals of items that pass. */
  Bits accepting(Predicate<String> accept) {
    return ordinal -> isAlive(ordinal) && accept.test(id(ordinal));
  }

  private String id(int ordinal) {
    return vectors.itemId(ordinal);
  }

  private boolean isAlive(int ordinal) {
    Entry entry = entries.get(id(ordinal));
    return entry != null && entry.ordinal() == ordinal;
  }

  /** The same live items in a new graph, in order of their ordinals. */
  IndexSegment compacted() {
    IndexSegment copy = new IndexSegment(vectors.dimension());
    IntStream.range(0, vectors.size())
        .filter(this::isAlive)
        .forEach(ordinal -> copy.append(id(ordinal), vectorOf(id(ordinal))));
    copy.connect();
    return copy;
  }

  private float[] vectorOf(String itemId) {
    Entry entry = entries.get(itemId);
    if (entry == null) {
      throw new IllegalStateException(itemId + ": must be in the index while it is locked");
    }
    return entry.vector();
  }

  /** Writes ids, vectors and the graph. Ends this segment's life as one that can be updated. */
  // JVector would have finished graphs on disk instead; those take no updates once they are loaded.
  @SuppressWarnings("deprecation")
  void write(DataOutputStream out) throws IOException {
    for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
      out.writeUTF(id(ordinal));
      for (float value : vectorOf(id(ordinal))) {
        out.writeFloat(value);
      }
    }
    if (vectors.size() > 0) {
      builder.cleanup();
      ((OnHeapGraphIndex) builder.getGraph()).save(out);
    }
  }

  @SuppressWarnings("deprecation")
  static IndexSegment read(DataInputStream in, int dimension, int size) throws IOException {
    IndexSegment segment = new IndexSegment(dimension);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add(in.readUTF());
      float[] values = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        values[d] = in.readFloat();
      }
      segment.append(ids.get(i), values);
    }
    if (size > 0) {
      segment.builder.load(new ByteBufferReader(ByteBuffer.wrap(in.readAllBytes())));
    }
    return segment;
  }
}
