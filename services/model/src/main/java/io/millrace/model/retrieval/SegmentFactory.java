package io.millrace.model.retrieval;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes an index's segments: on the heap, or from the settings' size on, on disk with an empty one
 * on the heap above. One thread at a time.
 */
final class SegmentFactory {
  /** From so many items on all cores build the graph. */
  private static final int PARALLEL_FROM = 20_000;

  private final String name;
  private final IndexSettings settings;
  private final AtomicInteger rebuilds = new AtomicInteger();

  SegmentFactory(String name, IndexSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  /** The first segments of an index; on disk they may be there from before. */
  Segments first(ItemVectors items) {
    return settings
        .directoryFor(items.size())
        .map(root -> over(store(root).segment(name, items), items.dimension()))
        .orElseGet(() -> Segments.of(HeapSegment.build(items, items.size() >= PARALLEL_FROM)));
  }

  /** Segments that take the place of others while these serve: on the heap by one thread alone. */
  Segments anew(ItemVectors items) {
    Optional<Path> root = settings.directoryFor(items.size());
    if (root.isPresent()) {
      String another = "%s.%d".formatted(name, rebuilds.incrementAndGet());
      return over(store(root.get()).another(another, items), items.dimension());
    }
    return Segments.of(HeapSegment.build(items, false));
  }

  private DiskStore store(Path root) {
    return new DiskStore(root, settings.pqSubspaces());
  }

  private static Segments over(DiskSegment disk, int dimension) {
    return new Segments(disk, new HeapSegment(dimension));
  }
}
