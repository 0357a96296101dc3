package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an index searches: a segment on the heap, which takes all that is new, and under it perhaps
 * one on disk, which only loses items. Their ordinals are one row of numbers: those on disk, then
 * those on the heap.
 *
 * <p>Any number of threads search while one at a time updates. An item that moves from disk to the
 * heap is for a moment in both, never in neither, and a search asks the disk first: it may meet the
 * item twice, and returns it once.
 */
final class Segments {
  private final @Nullable DiskSegment disk;
  private final HeapSegment heap;
  private final int onDisk;
  private final ThreadLocal<ScoredOrdinals> scratch = ThreadLocal.withInitial(ScoredOrdinals::new);

  Segments(@Nullable DiskSegment disk, HeapSegment heap) {
    this.disk = disk;
    this.heap = heap;
    this.onDisk = disk == null ? 0 : disk.size();
  }

  /** On the heap alone. */
  static Segments of(HeapSegment heap) {
    return new Segments(null, heap);
  }

  HeapSegment heap() {
    return heap;
  }

  @Nullable DiskSegment disk() {
    return disk;
  }

  /** Ordinals, dead ones too. */
  int size() {
    return onDisk + heap.size();
  }

  /** Items that can be found. */
  int live() {
    return heap.live() + (disk == null ? 0 : disk.live());
  }

  /** The share of the ordinals that is dead, 0 to 1. */
  double deadFraction() {
    return size() == 0 ? 0 : 1 - (double) live() / size();
  }

  String itemId(int ordinal) {
    return segment(ordinal).itemId(local(ordinal));
  }

  boolean isAlive(int ordinal) {
    return segment(ordinal).isAlive(local(ordinal));
  }

  float[] vector(int ordinal) {
    return segment(ordinal).vector(local(ordinal));
  }

  private Segment segment(int ordinal) {
    return disk != null && ordinal < onDisk ? disk : heap;
  }

  private int local(int ordinal) {
    return ordinal < onDisk ? ordinal : ordinal - onDisk;
  }

  /** Where an item is; negative if it is not here. */
  int ordinal(String itemId) {
    int ordinal = heap.ordinal(itemId);
    if (ordinal >= 0) {
      return onDisk + ordinal;
    }
    return disk == null ? -1 : disk.ordinal(itemId);
  }

  /** An item's vector; null if it is not here. */
  float @Nullable [] vector(String itemId) {
    int ordinal = ordinal(itemId);
    return ordinal < 0 ? null : vector(ordinal);
  }

  /** The ids of all items, in no order. */
  Set<String> ids() {
    Set<String> ids = HashSet.newHashSet(live());
    forEachOrdinal(
        ordinal -> {
          if (isAlive(ordinal)) {
            ids.add(itemId(ordinal));
          }
        });
    return ids;
  }

  /** Adds an item or replaces its vector; the caller holds the index's lock. */
  void put(String itemId, float[] vector) {
    heap.put(itemId, vector);
    if (disk != null) {
      disk.remove(itemId);
    }
  }

  /** Takes an item out; the caller holds the index's lock. */
  void remove(String itemId) {
    heap.remove(itemId);
    if (disk != null) {
      disk.remove(itemId);
    }
  }

  /** Tells every ordinal, dead or alive, ascending; those appended meanwhile too. */
  void forEachOrdinal(IntConsumer consumer) {
    for (int ordinal = 0; ordinal < size(); ordinal++) {
      consumer.accept(ordinal);
    }
  }

  /** The live ordinals of items that pass. */
  Bits accepting(Predicate<String> accept) {
    return ordinal -> isAlive(ordinal) && accept.test(itemId(ordinal));
  }

  /** The items nearest to a vector by the graphs, nearest first, ties by id. */
  List<ScoredItem> search(VectorFloat<?> query, int k, int beam, Bits accept) {
    Map<String, ScoredItem> found = HashMap.newHashMap(2 * k);
    if (disk != null) {
      collect(disk, disk.search(query, k, beam, accept), found);
    }
    if (heap.size() > 0) {
      Bits onHeap = onDisk == 0 ? accept : ordinal -> accept.get(onDisk + ordinal);
      collect(heap, heap.search(query, k, beam, onHeap), found);
    }
    return best(found.values(), k);
  }

  private static void collect(Segment segment, SearchResult result, Map<String, ScoredItem> found) {
    for (SearchResult.NodeScore node : result.getNodes()) {
      String id = segment.itemId(node.node);
      // JVector scores (1 + dot) / 2.
      found.put(id, new ScoredItem(id, 2.0 * node.score - 1));
    }
  }

  private static List<ScoredItem> best(Collection<ScoredItem> found, int k) {
    return found.stream().sorted(NearestItems.BEST_FIRST).limit(k).toList();
  }

  /** The nearest of all by every one's score, nearest first, ties by id. */
  List<ScoredItem> scan(float[] query, int k, Predicate<String> accept) {
    while (true) {
      int scanned = size();
      boolean dead = hasDead(scanned);
      ScoredOrdinals scored = scratch.get();
      scored.fill(scanned, (count, out) -> scores(query, count, out));
      List<ScoredItem> found =
          scored.best(
              k,
              ordinal -> (!dead || wasAlive(ordinal, scanned)) && accept.test(itemId(ordinal)),
              this::itemId);
      if (size() == scanned || areUnique(found)) {
        return found;
      }
    }
  }

  /** Whether one of the first ordinals may be dead; an index that nothing has changed has none. */
  private boolean hasDead(int ordinals) {
    // Ordinals are never taken away: if there are as many after the count of the live as before it,
    // that was of these alone.
    return live() != ordinals || size() != ordinals;
  }

  private void scores(float[] query, int count, float[] out) {
    int below = Math.min(count, onDisk);
    if (disk != null) {
      disk.scores(query, below, out, 0);
    }
    heap.scores(query, count - below, out, below);
  }

  /** Whether the ordinal is where its item is, or was until it was replaced by one not scanned. */
  private boolean wasAlive(int ordinal, int scanned) {
    int now = ordinal(itemId(ordinal));
    return now == ordinal || now >= scanned;
  }

  private static boolean areUnique(List<ScoredItem> found) {
    return found.stream().map(ScoredItem::itemId).distinct().count() == found.size();
  }

  /** The nearest of some ordinals by every one's score, nearest first, ties by id. */
  List<ScoredItem> scan(
      float[] query, int k, Consumer<IntConsumer> ordinals, Predicate<String> accept) {
    List<ScoredItem> found = scanned(query, k, ordinals, accept);
    while (!areUnique(found)) {
      // One was replaced between its old ordinal and its new one.
      found = scanned(query, k, ordinals, accept);
    }
    return found;
  }

  private List<ScoredItem> scanned(
      float[] query, int k, Consumer<IntConsumer> ordinals, Predicate<String> accept) {
    ScoredOrdinals scored = scratch.get();
    scored.clear();
    Segment.Scorer onHeap = heap.scorer(query);
    Segment.Scorer below = disk == null ? onHeap : disk.scorer(query);
    ordinals.accept(
        ordinal ->
            scored.add(
                ordinal, ordinal < onDisk ? below.score(ordinal) : onHeap.score(ordinal - onDisk)));
    return scored.best(k, accepting(accept)::get, this::itemId);
  }
}
