package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.Arrays;

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

  /** What {@value #PAGE} ordinals hold, each kind in a row, since a scan reads the values alone. */
  private static final class Page {
    final String[] itemIds = new String[PAGE];
    final float[][] values = new float[PAGE][];
    final VectorFloat<?>[] vectors = new VectorFloat<?>[PAGE];
  }

  private final int dimension;
  private volatile Page[] pages = {};
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
    if (ordinal / PAGE == pages.length) {
      Page[] more = Arrays.copyOf(pages, pages.length + 1);
      more[pages.length] = new Page();
      pages = more;
    }
    Page page = page(ordinal);
    page.itemIds[ordinal % PAGE] = itemId;
    page.values[ordinal % PAGE] = values;
    page.vectors[ordinal % PAGE] = vector(values);
    size = ordinal + 1;
    return ordinal;
  }

  private Page page(int ordinal) {
    return pages[ordinal / PAGE];
  }

  String itemId(int ordinal) {
    return page(ordinal).itemIds[ordinal % PAGE];
  }

  /** As it was appended. */
  float[] values(int ordinal) {
    return page(ordinal).values[ordinal % PAGE];
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
    return page(ordinal).vectors[ordinal % PAGE];
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
