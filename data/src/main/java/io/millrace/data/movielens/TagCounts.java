package io.millrace.data.movielens;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** How often each item was given each tag. Not thread-safe. */
final class TagCounts {
  private static final int KEPT = 10;

  private static final Comparator<Map.Entry<String, Integer>> MOST_GIVEN =
      Map.Entry.<String, Integer>comparingByValue()
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  private final Map<String, Map<String, Integer>> counts = new HashMap<>();
  private final Map<String, String> interned = new HashMap<>();

  void add(String itemId, String tag) {
    if (!tag.isEmpty()) {
      String one = interned.computeIfAbsent(tag, t -> t);
      counts.computeIfAbsent(itemId, id -> new HashMap<>(4)).merge(one, 1, Integer::sum);
    }
  }

  /** Hands out each item's most given tags, ties in order of the alphabet, separated by bars. */
  void forEachItem(BiConsumer<String, String> action) {
    counts.forEach((id, tags) -> action.accept(id, top(tags)));
  }

  private static String top(Map<String, Integer> tags) {
    return tags.entrySet().stream()
        .sorted(MOST_GIVEN)
        .limit(KEPT)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining("|"));
  }
}
