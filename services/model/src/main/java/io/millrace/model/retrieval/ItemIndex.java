package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.millrace.model.vector.Vectors;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of items, searched by JVector's graph index (DiskANN, Subramanya et al. 2019).
 *
 * <p>Thread-safe: any number of searches run beside one update at a time. A search sees each item
 * with its old vector or its new one, an item removed before it began never.
 *
 * <p>How it works: an item's vector is one ordinal of the graph. Replacing it appends a new ordinal
 * and leaves the old one dead; removing leaves it dead. Dead ordinals still carry the search, but
 * are not returned: an ordinal is alive if the item points back to it. {@link #compact} builds the
 * graph anew from what is alive and swaps it in; {@link #deadFraction} says when that pays.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>written under</th><th>read by</th></tr>
 *   <tr><td>segment</td><td>lock (compact)</td><td>any thread, volatile</td></tr>
 *   <tr><td>segment's graph, vectors and entries</td><td>lock</td><td>any thread, concurrent maps</td></tr>
 * </table>
 */
public final class ItemIndex {
  private static final int MAGIC = 0x4D524958; // "MRIX"
  private static final int FILE_VERSION = 1;

  /** The least number of ordinals a search collects, so that small k do not lose recall. */
  private static final int LEAST_BEAM = 64;

  /** See {@link #isFaster}; measured in docs/measurements.md. */
  private static final double EXACT_FACTOR = 50;

  private final int dimension;
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadLocal<ScoredOrdinals> scratch = ThreadLocal.withInitial(ScoredOrdinals::new);
  private volatile IndexSegment segment;

  private ItemIndex(int dimension, IndexSegment segment) {
    this.dimension = dimension;
    this.segment = segment;
  }

  /**
   * An index without items.
   *
   * @param dimension floats per vector, at least 1
   */
  public static ItemIndex empty(int dimension) {
    return new ItemIndex(dimension, new IndexSegment(dimension));
  }

  /**
   * Builds an index.
   *
   * @param ids unique
   * @param vectors one unit vector each; not to be changed afterwards
   */
  public static ItemIndex build(List<String> ids, float[][] vectors) {
    if (ids.size() != vectors.length || vectors.length == 0) {
      throw new IllegalArgumentException(
          "vectors: must be one for each of %d ids and at least one, are %d"
              .formatted(ids.size(), vectors.length));
    }
    return new ItemIndex(vectors[0].length, IndexSegment.build(ids, vectors));
  }

  /** Floats per vector. */
  public int dimension() {
    return dimension;
  }

  /** Items that can be found. */
  public int size() {
    return segment.entries.size();
  }

  /** The ids of all items, in no order. */
  public Set<String> ids() {
    return Set.copyOf(segment.entries.keySet());
  }

  /** The item's vector, or null; not to be changed. */
  public float @Nullable [] vector(String itemId) {
    IndexSegment.Entry entry = segment.entries.get(itemId);
    return entry == null ? null : entry.vector();
  }

  /**
   * Adds an item or replaces its vector.
   *
   * @param vector a unit vector; not to be changed afterwards
   */
  public void put(String itemId, float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector: must have %d floats, has %d".formatted(dimension, vector.length));
    }
    lock.lock();
    try {
      segment.put(itemId, vector);
    } finally {
      lock.unlock();
    }
  }

  /** Removes an item; does nothing if there is none. */
  public void remove(String itemId) {
    lock.lock();
    try {
      segment.entries.remove(itemId);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The items nearest to a vector: by the graph or, where there are so few that this is faster, by
   * every one's score, exactly.
   *
   * @param query a unit vector
   * @param k at most so many
   * @param accept which items may be returned; called any number of times in any order
   * @return nearest first, scored by dot product (-1 to 1), ties by item id
   */
  public List<ScoredItem> search(float[] query, int k, Predicate<String> accept) {
    IndexSegment now = segment;
    int all = now.vectors.size();
    return isFaster(all, beam(k), all)
        ? searchAll(now, query, k, now::forEachOrdinal, accept)
        : searchGraph(now, query, k, now.accepting(accept));
  }

  /** As {@link #search(float[], int, Predicate)}, by the graph however few there are. */
  public List<ScoredItem> searchGraph(float[] query, int k, Predicate<String> accept) {
    IndexSegment now = segment;
    return searchGraph(now, query, k, now.accepting(accept));
  }

  /**
   * The items of a mask nearest to a vector: by the graph with the mask inside the search or, where
   * the mask leaves so little that this is faster, by every one's score, exactly.
   *
   * @param mask of this index
   * @param accept which of the mask's items may be returned; asked of those alone
   * @return as {@link #search(float[], int, Predicate)}
   */
  public List<ScoredItem> search(float[] query, int k, ItemMask mask, Predicate<String> accept) {
    return isFaster(mask.size(), beam(k), mask.segment().vectors.size())
        ? searchAll(query, k, mask, accept)
        : searchGraph(query, k, mask, accept);
  }

  /**
   * Whether scoring every match is faster than the graph. A search of the graph looks at about
   * {@code beam * items / matches} ordinals until it has a beam of matches, so the two cost the
   * same where {@code matches^2} is a multiple of {@code beam * items}; the factor is measured.
   */
  private static boolean isFaster(int matches, int beam, int items) {
    return (double) matches * matches <= EXACT_FACTOR * beam * items;
  }

  private static int beam(int k) {
    return Math.max(LEAST_BEAM, k + k / 8);
  }

  /** As {@link #search(float[], int, ItemMask, Predicate)}, by the graph whatever the mask. */
  public List<ScoredItem> searchGraph(
      float[] query, int k, ItemMask mask, Predicate<String> accept) {
    Bits accepted = mask.segment().accepting(accept);
    return searchGraph(mask.segment(), query, k, node -> mask.contains(node) && accepted.get(node));
  }

  private static List<ScoredItem> searchGraph(IndexSegment now, float[] query, int k, Bits accept) {
    int wanted = Math.min(k, now.entries.size());
    if (wanted <= 0) {
      return List.of();
    }
    List<ScoredItem> found = new ArrayList<>(wanted);
    SearchResult result = now.search(query, wanted, beam(wanted), accept);
    for (SearchResult.NodeScore node : result.getNodes()) {
      // JVector scores (1 + dot) / 2.
      found.add(new ScoredItem(now.vectors.itemId(node.node), 2.0 * node.score - 1));
    }
    found.sort(NearestItems.BEST_FIRST);
    return found;
  }

  /** As {@link #search(float[], int, ItemMask, Predicate)}, by every score whatever the mask. */
  public List<ScoredItem> searchAll(float[] query, int k, ItemMask mask, Predicate<String> accept) {
    return searchAll(mask.segment(), query, k, mask::forEach, accept);
  }

  private List<ScoredItem> searchAll(
      IndexSegment now,
      float[] query,
      int k,
      Consumer<IntConsumer> ordinals,
      Predicate<String> accept) {
    List<ScoredItem> found = scanned(now, query, k, ordinals, accept);
    while (found.stream().map(ScoredItem::itemId).distinct().count() < found.size()) {
      // One was replaced between its old ordinal and its new one.
      found = scanned(now, query, k, ordinals, accept);
    }
    return found;
  }

  private List<ScoredItem> scanned(
      IndexSegment now,
      float[] query,
      int k,
      Consumer<IntConsumer> ordinals,
      Predicate<String> accept) {
    ScoredOrdinals scored = scratch.get();
    scored.clear();
    GrowingVectors vectors = now.vectors;
    ordinals.accept(ordinal -> scored.add(ordinal, Vectors.dot(query, vectors.values(ordinal))));
    return scored.best(k, now.accepting(accept)::get, vectors::itemId);
  }

  /**
   * The items that pass now, for {@link #search(float[], int, ItemMask, Predicate)}. Costs a look
   * at every item, so it is to be kept; {@link ItemMask#set} follows changes of single items.
   */
  public ItemMask mask(Predicate<String> matches) {
    return ItemMask.of(segment, matches);
  }

  /** A mask of these items. */
  public ItemMask mask(Collection<String> ids) {
    return ItemMask.of(segment, ids);
  }

  /** Whether the mask may still be searched by; if not, it is to be made anew. */
  public boolean isCurrent(ItemMask mask) {
    return !mask.isStale(segment);
  }

  /** The share of the graph that is dead, 0 to 1. */
  public double deadFraction() {
    IndexSegment now = segment;
    int all = now.vectors.size();
    return all == 0 ? 0 : 1 - (double) now.entries.size() / all;
  }

  /** Builds the graph anew without what is dead. Updates wait meanwhile, searches do not. */
  public void compact() {
    lock.lock();
    try {
      segment = segment.compacted();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the index to a file: a header, the ids and vectors, then JVector's graph in its own
   * format. Replaces the file as a whole.
   */
  public void save(Path file) throws IOException {
    IndexSegment copy;
    lock.lock();
    try {
      copy = segment.compacted();
    } finally {
      lock.unlock();
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 20))) {
      out.writeInt(MAGIC);
      out.writeInt(FILE_VERSION);
      out.writeInt(dimension);
      out.writeInt(copy.vectors.size());
      copy.write(out);
    }
    Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads an index from a file.
   *
   * @throws IndexFault if the file is not an index or ends early
   */
  public static ItemIndex load(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      int magic = in.readInt();
      int version = in.readInt();
      if (magic != MAGIC || version != FILE_VERSION) {
        throw new IndexFault(
            "%s: must be an item index %08x of version %d, begins with %08x, %d"
                .formatted(file, MAGIC, FILE_VERSION, magic, version));
      }
      int dimension = in.readInt();
      int size = in.readInt();
      return new ItemIndex(dimension, IndexSegment.read(in, dimension, size));
    } catch (EOFException | java.nio.BufferUnderflowException e) {
      throw new IndexFault("%s: must be a whole item index, ends early".formatted(file), e);
    }
  }

  /** Little-endian float32 bytes of a vector, as {@code item-embeddings.v1} carries them. */
  public static ByteBuffer toBytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.order(java.nio.ByteOrder.BIG_ENDIAN);
  }

  /** A vector from its bytes; leaves the buffer's position alone. */
  public static float[] fromBytes(ByteBuffer bytes) {
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.slice().order(java.nio.ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  /** The live entries, for tests of exactness. */
  Map<String, IndexSegment.Entry> entries() {
    return new ConcurrentHashMap<>(segment.entries);
  }
}
