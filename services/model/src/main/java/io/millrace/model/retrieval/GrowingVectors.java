package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors by ordinal, appended by one writer at a time while any thread reads.
 *
 * <p>Pages of {@value #PAGE} slots; the list of pages is replaced when it grows. An ordinal is told
 * to a reader only through JVector's concurrent graph, after its slot was written, so the reader
 * sees the slot.
 */
final class GrowingVectors implements RandomAccessVectorValues {
  private static final int PAGE = 1024;
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  /** What one ordinal holds. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Slot(String itemId, float[] values, VectorFloat<?> vector) {}

  private final int dimension;
  private volatile List<Slot[]> pages = List.of();
  private volatile int size;

  GrowingVectors(int dimension) {
    this.dimension = dimension;
  }

  static VectorFloat<?> vector(float[] values) {
    return TYPES.createFloatVector(values);
  }

  /** Appends; the caller holds the writer's lock. Returns the ordinal. */
  int append(String itemId, float[] values) {
    int ordinal = size;
    if (ordinal / PAGE == pages.size()) {
      List<Slot[]> more = new ArrayList<>(pages);
      more.add(new Slot[PAGE]);
      pages = more;
    }
    pages.get(ordinal / PAGE)[ordinal % PAGE] = new Slot(itemId, values, vector(values));
    size = ordinal + 1;
    return ordinal;
  }

  String itemId(int ordinal) {
    return slot(ordinal).itemId();
  }

  /** As it was appended. */
  float[] values(int ordinal) {
    return slot(ordinal).values();
  }

  private Slot slot(int ordinal) {
    return pages.get(ordinal / PAGE)[ordinal % PAGE];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public VectorFloat<?> getVector(int ordinal) {
    return slot(ordinal).vector();
  }

  @Override
  public boolean isValueShared() {
    return false;
  }

  @Override
  public RandomAccessVectorValues copy() {
    return this;
  }
}
