package io.millrace.recommend.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells when the state of an item has come to an event time. Thread-safe: anybody asks, the state
 * reader's thread tells.
 */
public final class ItemProgress {
  private record Waiter(long eventTime, CompletableFuture<Void> reached) {}

  private final Map<String, List<Waiter>> byItem = new ConcurrentHashMap<>();

  /**
   * Completes once a state of the item has been read that has an event of this time or a later one;
   * to be asked for before such an event is written, and to be cancelled by who does not care any
   * more.
   */
  public CompletableFuture<Void> of(String itemId, long eventTime) {
    Waiter waiter = new Waiter(eventTime, new CompletableFuture<>());
    byItem.compute(
        itemId,
        (id, waiters) -> {
          List<Waiter> list = waiters == null ? new CopyOnWriteArrayList<>() : waiters;
          list.add(waiter);
          return list;
        });
    var _ = waiter.reached().whenComplete((done, failure) -> forget(itemId, waiter));
    return waiter.reached();
  }

  private void forget(String itemId, Waiter waiter) {
    byItem.computeIfPresent(
        itemId,
        (id, waiters) -> {
          waiters.remove(waiter);
          return waiters.isEmpty() ? null : waiters;
        });
  }

  /** The item's state has come to this event time. */
  void reached(String itemId, long newestEventTime) {
    for (Waiter waiter : byItem.getOrDefault(itemId, List.of())) {
      if (waiter.eventTime() <= newestEventTime) {
        waiter.reached().complete(null);
      }
    }
  }

  /** How many are waited for. */
  public int waiting() {
    return byItem.values().stream().mapToInt(List::size).sum();
  }
}
