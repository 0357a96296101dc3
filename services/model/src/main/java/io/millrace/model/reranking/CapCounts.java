package io.millrace.model.reranking;

import io.millrace.schemas.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far a list has come to its caps. One thread. */
final class CapCounts {
  private final List<Cap> caps;
  private final List<Map<String, Integer>> counts;

  CapCounts(List<Cap> caps) {
    this.caps = caps;
    this.counts = caps.stream().<Map<String, Integer>>map(cap -> new HashMap<>()).toList();
  }

  /** Whether one more such item fits. */
  boolean admits(Item item) {
    for (int i = 0; i < caps.size(); i++) {
      Map<String, Integer> count = counts.get(i);
      int most = caps.get(i).most();
      if (caps.get(i).field().any(item, value -> count.getOrDefault(value, 0) >= most)) {
        return false;
      }
    }
    return true;
  }

  /** The item is in the list. */
  void add(Item item) {
    for (int i = 0; i < caps.size(); i++) {
      Map<String, Integer> count = counts.get(i);
      caps.get(i).field().values(item).forEach(value -> count.merge(value, 1, Integer::sum));
    }
  }
}
