package io.millrace.recommend.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Dense numbers for item ids, given in order of first sight and never taken back. Thread-safe. */
final class Ordinals {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final List<String> ids = new ArrayList<>();

  /** The id's number, given now if it has none. */
  int of(String id) {
    Integer number = numbers.get(id);
    return number == null ? issued(id) : number;
  }

  private synchronized int issued(String id) {
    return numbers.computeIfAbsent(
        id,
        unseen -> {
          ids.add(unseen);
          return ids.size() - 1;
        });
  }

  /** The id's number, or -1. */
  int find(String id) {
    return numbers.getOrDefault(id, -1);
  }

  /** The ids of numbers that were given. */
  synchronized List<String> ids(int[] given) {
    List<String> found = new ArrayList<>(given.length);
    for (int number : given) {
      found.add(ids.get(number));
    }
    return found;
  }
}
