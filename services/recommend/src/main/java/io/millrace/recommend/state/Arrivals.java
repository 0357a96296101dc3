package io.millrace.recommend.state;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells when the live state has read a given record, so that who writes reads what was written.
 * Thread-safe.
 */
public final class Arrivals {
  private record Place(String topic, int partition) {}

  private record Waiter(Place place, long offset, CompletableFuture<Void> arrived) {}

  private final Map<Place, Long> read = new ConcurrentHashMap<>();
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** Completes once the record at the position has been read. */
  public CompletableFuture<Void> of(String topic, Position position) {
    Place place = new Place(topic, position.partition());
    Waiter waiter = new Waiter(place, position.offset(), new CompletableFuture<>());
    waiters.add(waiter);
    var _ = waiter.arrived().whenComplete((done, failure) -> waiters.remove(waiter));
    completeIfRead(waiter);
    return waiter.arrived();
  }

  /** The record was read. */
  void read(String topic, int partition, long offset) {
    read.merge(new Place(topic, partition), offset, Math::max);
    waiters.forEach(this::completeIfRead);
  }

  private void completeIfRead(Waiter waiter) {
    if (read.getOrDefault(waiter.place(), -1L) >= waiter.offset()) {
      waiter.arrived().complete(null);
    }
  }
}
