package io.millrace.model.feature;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Dense numbers for item ids, given in order of first sight and never taken back: what a query has
 * to do with hundreds of items a thousand times goes by these, and not by text. Thread-safe.
 */
public final class ItemOrdinals {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile String[] ids = new String[1024];

  /** The id's number, given now if it has none. */
  public int of(String itemId) {
    Integer known = numbers.get(itemId);
    return known == null ? add(itemId) : known;
  }

  private synchronized int add(String itemId) {
    Integer known = numbers.get(itemId);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    String[] table = ids.length > number ? ids : Arrays.copyOf(ids, 2 * ids.length);
    table[number] = itemId;
    ids = table;
    numbers.put(itemId, number);
    return number;
  }

  /** The id's number, or -1. */
  public int find(String itemId) {
    return numbers.getOrDefault(itemId, -1);
  }

  /** How many numbers were given, from 0. */
  public int size() {
    return numbers.size();
  }

  /** The id of a number that was given. */
  public String id(int ordinal) {
    return ids[ordinal];
  }
}
