package io.millrace.recommend.state;

import io.millrace.runtime.kafka.TopicFollower.Handler;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells when a reader has read a given record, so that who writes reads what was written.
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

  /** The handler, after which its records count as read. */
  public Handler noting(Handler handler) {
    return record -> {
      try {
        handler.accept(record);
      } finally {
        read(record.topic(), record.partition(), record.offset());
      }
    };
  }

  private void read(String topic, int partition, long offset) {
    read.merge(new Place(topic, partition), offset, Math::max);
    waiters.forEach(this::completeIfRead);
  }

  private void completeIfRead(Waiter waiter) {
    if (read.getOrDefault(waiter.place(), -1L) >= waiter.offset()) {
      waiter.arrived().complete(null);
    }
  }
}
