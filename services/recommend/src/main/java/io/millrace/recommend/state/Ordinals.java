package io.millrace.recommend.state;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Dense numbers for item ids, given in order of first sight and never taken back. Thread-safe. */
final class Ordinals {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile String[] ids = new String[1024];

  /** The id's number, given now if it has none. */
  int of(String id) {
    Integer known = numbers.get(id);
    return known == null ? add(id) : known;
  }

  private synchronized int add(String id) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    String[] table = ids.length > number ? ids : Arrays.copyOf(ids, 2 * ids.length);
    table[number] = id;
    ids = table;
    numbers.put(id, number);
    return number;
  }

  /** The id's number, or -1. */
  int find(String id) {
    return numbers.getOrDefault(id, -1);
  }

  /** The id of a number that was given. */
  String id(int number) {
    return ids[number];
  }
}
