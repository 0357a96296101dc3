package io.millrace.model.retrieval;

import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of items, searched by JVector's graph index (DiskANN, Subramanya et al. 2019), on the
 * heap or, from a size on, on disk.
 *
 * <p>Thread-safe: any number of searches run beside one update at a time. A search sees each item
 * with its old vector or its new one, an item removed before it began never.
 *
 * <p>How it works: an item's vector is one ordinal of a graph. Replacing it appends a new ordinal
 * on the heap and leaves the old one dead; removing leaves it dead. Dead ordinals still carry the
 * search, but are not returned. Where too many are dead, or too much on the heap lies over what is
 * on disk, a thread of its own builds everything anew without what is dead (as FreshDiskANN merges,
 * Singh et al. 2021), while searches and updates go on; then it catches up with what has changed
 * meanwhile, and the new takes the old one's place. Where updates come faster than that, they wait
 * for it, so that memory stays bounded; searches never do.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>written under</th><th>read by</th></tr>
 *   <tr><td>segments</td><td>lock (compact)</td><td>any thread, volatile</td></tr>
 *   <tr><td>contents of segments</td><td>lock</td><td>any thread, concurrent maps</td></tr>
 *   <tr><td>changed</td><td>lock</td><td>who holds the lock</td></tr>
 * </table>
 */
public final class ItemIndex {
  /** From a compaction that failed to the next one. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ItemIndex.class);

  /** See {@link #isFaster}; measured in docs/measurements.md. */
  private static final double EXACT_FACTOR = 50;

  /** So much of the ordinals may be dead before they are compacted. */
  private static final double DEAD_TO_COMPACT = 0.3;

  /** So much may be dead before updates wait for a compaction. */
  private static final double MOST_DEAD = 0.6;

  /** Fewer dead ordinals are not worth a thread. */
  private static final int LEAST_DEAD = 1000;

  /** Items on the heap over a segment on disk, as a share of it, before they are compacted. */
  private static final double HEAP_TO_COMPACT = 0.1;

  private static final int LEAST_ON_HEAP = 20_000;

  /** So many changes are caught up with while updates wait. */
  private static final int LAST_CHANGES = 100;

  /** Rounds of catching up before updates have to wait for the rest. */
  private static final int MOST_ROUNDS = 10;

  private final int dimension;
  private final IndexSettings settings;
  private final SegmentFactory factory;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock compaction = new ReentrantLock();
  private final AtomicBoolean compacting = new AtomicBoolean();
  private volatile Segments segments;

  /** Items put or removed since a compaction began; null while none runs. */
  private @Nullable Set<String> changed;

  private ItemIndex(
      int dimension, IndexSettings settings, SegmentFactory factory, Segments segments) {
    this.dimension = dimension;
    this.settings = settings;
    this.factory = factory;
    this.segments = segments;
  }

  /**
   * An index without items, on the heap.
   *
   * @param dimension floats per vector, at least 1
   */
  public static ItemIndex empty(int dimension) {
    return of(dimension, IndexSettings.defaults(), new HeapSegment(dimension));
  }

  private static ItemIndex of(int dimension, IndexSettings settings, HeapSegment segment) {
    return new ItemIndex(
        dimension, settings, new SegmentFactory("items", settings), Segments.of(segment));
  }

  /**
   * Builds an index on the heap.
   *
   * @param ids unique
   * @param vectors one unit vector each; not to be changed afterwards
   */
  public static ItemIndex build(List<String> ids, float[][] vectors) {
    return build("items", ItemVectors.of(ids, vectors), IndexSettings.defaults());
  }

  /**
   * Builds an index, or opens its files where they are there from before.
   *
   * @param name of the files, where there are any
   * @param items their ids unique; with one item at least
   */
  public static ItemIndex build(String name, ItemVectors items, IndexSettings settings) {
    SegmentFactory factory = new SegmentFactory(name, settings);
    return new ItemIndex(items.dimension(), settings, factory, factory.first(items));
  }

  /** Floats per vector. */
  public int dimension() {
    return dimension;
  }

  /** Items that can be found. */
  public int size() {
    return segments.live();
  }

  /** Whether most of it is on disk. */
  public boolean isOnDisk() {
    return segments.disk() != null;
  }

  /** The ids of all items, in no order. */
  public Set<String> ids() {
    return segments.ids();
  }

  /** The item's vector, or null; not to be changed. */
  public float @Nullable [] vector(String itemId) {
    return segments.vector(itemId);
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
    change(itemId, now -> now.put(itemId, vector));
  }

  /** Removes an item; does nothing if there is none. */
  public void remove(String itemId) {
    change(itemId, now -> now.remove(itemId));
  }

  private void change(String itemId, Consumer<Segments> update) {
    lock.lock();
    try {
      update.accept(segments);
      if (changed != null) {
        changed.add(itemId);
      }
    } finally {
      lock.unlock();
    }
    compactWhereDue();
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
    Segments now = segments;
    int all = now.size();
    return isFaster(all, settings.beamFor(k), all)
        ? now.scan(query, k, accept)
        : searchGraph(now, query, k, settings.beamFor(k), now.accepting(accept));
  }

  /** As {@link #search(float[], int, Predicate)}, by the graph however few there are. */
  public List<ScoredItem> searchGraph(float[] query, int k, Predicate<String> accept) {
    return searchGraph(query, k, settings.beamFor(k), accept);
  }

  /**
   * As {@link #searchGraph(float[], int, Predicate)}, with a beam of one's own.
   *
   * @param beam ordinals that the search collects, at least k: more cost time and miss less
   */
  public List<ScoredItem> searchGraph(float[] query, int k, int beam, Predicate<String> accept) {
    Segments now = segments;
    return searchGraph(now, query, k, beam, now.accepting(accept));
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
    return isFaster(mask.size(), settings.beamFor(k), mask.segments().size())
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

  /** As {@link #search(float[], int, ItemMask, Predicate)}, by the graph whatever the mask. */
  public List<ScoredItem> searchGraph(
      float[] query, int k, ItemMask mask, Predicate<String> accept) {
    Segments of = mask.segments();
    Bits accepted = of.accepting(accept);
    return searchGraph(
        of,
        query,
        k,
        settings.beamFor(k),
        ordinal -> mask.contains(ordinal) && accepted.get(ordinal));
  }

  private static List<ScoredItem> searchGraph(
      Segments now, float[] query, int k, int beam, Bits accept) {
    int wanted = Math.min(k, now.live());
    return wanted <= 0
        ? List.of()
        : now.search(target(query), wanted, Math.max(wanted, beam), accept);
  }

  /** As {@link #search(float[], int, ItemMask, Predicate)}, by every score whatever the mask. */
  public List<ScoredItem> searchAll(float[] query, int k, ItemMask mask, Predicate<String> accept) {
    return mask.segments().scan(query, k, mask::forEach, accept);
  }

  private static VectorFloat<?> target(float[] query) {
    return GrowingVectors.vector(query);
  }

  /**
   * The items that pass now, for {@link #search(float[], int, ItemMask, Predicate)}. Costs a look
   * at every item, so it is to be kept; {@link ItemMask#set} follows changes of single items.
   */
  public ItemMask mask(Predicate<String> matches) {
    return ItemMask.of(segments, matches);
  }

  /** A mask of these items. */
  public ItemMask mask(Collection<String> ids) {
    return ItemMask.of(segments, ids);
  }

  /** Whether the mask may still be searched by; if not, it is to be made anew. */
  public boolean isCurrent(ItemMask mask) {
    return !mask.isStale(segments);
  }

  /** The share of the ordinals that is dead, 0 to 1. */
  public double deadFraction() {
    return segments.deadFraction();
  }

  /** Starts a compaction where it is due; where it is overdue, waits for the one that runs. */
  private void compactWhereDue() {
    Segments now = segments;
    if (isDue(now, DEAD_TO_COMPACT, HEAP_TO_COMPACT) && compacting.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("index-compaction").start(this::compactAside);
    } else if (isDue(now, MOST_DEAD, 2 * HEAP_TO_COMPACT)) {
      awaitCompaction();
    }
  }

  private void awaitCompaction() {
    compaction.lock();
    try {
      LOG.debug("an update has waited for a compaction");
    } finally {
      compaction.unlock();
    }
  }

  private static boolean isDue(Segments now, double mostDead, double mostOnHeap) {
    boolean dead = now.size() - now.live() > LEAST_DEAD && now.deadFraction() > mostDead;
    DiskSegment disk = now.disk();
    return dead || (disk != null && now.heap().size() > LEAST_ON_HEAP + mostOnHeap * disk.size());
  }

  private void compactAside() {
    long started = System.nanoTime();
    try {
      compact();
      LOG.info(
          "the index of {} items was compacted in {} s",
          size(),
          (System.nanoTime() - started) / 1_000_000_000);
    } catch (RuntimeException e) {
      LOG.error("the index cannot be compacted, and grows with updates until it can", e);
      // What hinders it, such as a full disk, would hinder it at the very next update too.
      pause();
    } finally {
      compacting.set(false);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Builds the graph anew without what is dead, while searches and updates go on. */
  public void compact() {
    compaction.lock();
    try {
      Segments old = segments;
      catchUp(old, factory.anew(begin(old)));
    } finally {
      end();
      compaction.unlock();
    }
  }

  private ItemVectors begin(Segments old) {
    lock.lock();
    try {
      changed = new LinkedHashSet<>();
      return new LiveItems(old, dimension);
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      changed = null;
    } finally {
      lock.unlock();
    }
  }

  /** Repeats in the new segments what has changed in the old ones, until they take their place. */
  private void catchUp(Segments old, Segments fresh) {
    for (int round = 0; round < MOST_ROUNDS && changes() > LAST_CHANGES; round++) {
      repeat(taken(), old, fresh);
    }
    lock.lock();
    try {
      repeat(taken(), old, fresh);
      segments = fresh;
    } finally {
      lock.unlock();
    }
  }

  private int changes() {
    lock.lock();
    try {
      return changed == null ? 0 : changed.size();
    } finally {
      lock.unlock();
    }
  }

  private Set<String> taken() {
    lock.lock();
    try {
      Set<String> taken = changed == null ? Set.of() : changed;
      changed = new LinkedHashSet<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static void repeat(Set<String> items, Segments old, Segments fresh) {
    for (String itemId : items) {
      float[] vector = old.vector(itemId);
      if (vector == null) {
        fresh.remove(itemId);
      } else {
        fresh.put(itemId, vector);
      }
    }
  }

  /**
   * Writes the index to a file: a header, the ids and vectors, then JVector's graph in its own
   * format. Replaces the file as a whole. Builds the graph anew before if any of it is dead or on
   * disk; updates wait meanwhile.
   */
  public void save(Path file) throws IOException {
    lock.lock();
    try {
      Segments now = segments;
      boolean whole = now.disk() == null && now.deadFraction() == 0;
      HeapSegment saved =
          whole ? now.heap() : HeapSegment.build(new LiveItems(now, dimension), true);
      IndexFile.write(saved, dimension, file);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads an index from a file, onto the heap.
   *
   * @throws IndexFault if the file is not an index or ends early
   */
  public static ItemIndex load(Path file) throws IOException {
    IndexFile.Contents contents = IndexFile.read(file);
    return of(contents.dimension(), IndexSettings.defaults(), contents.segment());
  }

  /** Little-endian float32 bytes of a vector, as {@code item-embeddings.v1} carries them. */
  public static ByteBuffer toBytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.order(ByteOrder.BIG_ENDIAN);
  }

  /** A vector from its bytes; leaves the buffer's position alone. */
  public static float[] fromBytes(ByteBuffer bytes) {
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
