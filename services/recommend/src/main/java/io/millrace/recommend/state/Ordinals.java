package io.millrace.recommend.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Dense numbers for item ids, given in order of first sight and never taken back. Thread-safe. */
final class Ordinals {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  /** The id's number, given now if it has none. */
  int of(String id) {
    return numbers.computeIfAbsent(id, unseen -> next.getAndIncrement());
  }

  /** The id's number, or -1. */
  int find(String id) {
    return numbers.getOrDefault(id, -1);
  }
}
