package io.millrace.tests.benchmark.index;

import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ScoredItem;

/** The index that serves. */
record MillraceSearch(ItemIndex index) implements SearchedIndex {
  static final String ENGINE = "millrace";

  @Override
  public String engine() {
    return ENGINE;
  }

  @Override
  public int[] search(float[] query, int k, int beam) {
    return index.searchGraph(query, k, beam, id -> true).stream()
        .map(ScoredItem::itemId)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Override
  public void close() {}
}
