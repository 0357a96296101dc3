package io.millrace.recommend.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Tells when an event has reached the live state: both the user's state and the user's item have
 * come to its offset, or it turned up among the rejects.
 *
 * <p>A ticket is drawn before the event is written, because its effect may arrive before the
 * acknowledgement. Thread-safe: tickets are drawn and placed by any thread, arrivals are told by
 * the reader threads.
 */
public final class AppliedEvents {
  private static final int REJECTS_REMEMBERED = 4096;

  private final Map<String, List<Ticket>> byUser = new ConcurrentHashMap<>();
  private final Map<Position, String> rejects =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, String> eldest) {
          return size() > REJECTS_REMEMBERED;
        }
      };

  /** What became of an event. */
  public sealed interface Fate {
    /**
     * The live state has it.
     *
     * @param holds event time, epoch milliseconds, of the user's rating of the item that holds: a
     *     later one than the event's where that changed nothing
     */
    record Applied(long holds) implements Fate {}

    /**
     * The stream refused it.
     *
     * @param reason code and rule
     */
    record Rejected(String reason) implements Fate {}
  }

  /** One event awaited. */
  public final class Ticket {
    private final String userId;
    private final String itemId;
    private final CompletableFuture<Fate> outcome = new CompletableFuture<>();
    private @Nullable Position target;
    private @Nullable Position user;
    private @Nullable Position item;
    private long holds;

    private Ticket(String userId, String itemId) {
      this.userId = userId;
      this.itemId = itemId;
    }

    /** Tells where the event was written. */
    public void placed(Position position) {
      // First said where, then looked: a refusal told meanwhile is seen by this or sees the place.
      synchronized (this) {
        target = position;
      }
      String reason;
      synchronized (rejects) {
        reason = rejects.get(position);
      }
      if (reason == null) {
        check();
      } else {
        outcome.complete(new Fate.Rejected(reason));
      }
    }

    /** Completes when the event is applied or rejected. */
    public CompletableFuture<Fate> outcome() {
      return outcome;
    }

    /** Stops waiting. */
    public void close() {
      byUser.computeIfPresent(
          userId,
          (id, tickets) -> {
            tickets.remove(this);
            return tickets.isEmpty() ? null : tickets;
          });
    }

    private void check() {
      boolean applied;
      Fate fate;
      synchronized (this) {
        applied = reached(user) && reached(item);
        fate = new Fate.Applied(holds);
      }
      if (applied) {
        outcome.complete(fate);
      }
    }

    private boolean reached(@Nullable Position at) {
      Position wanted = target;
      return wanted != null
          && at != null
          && at.partition() == wanted.partition()
          && at.offset() >= wanted.offset();
    }

    private synchronized boolean isAt(Position position) {
      return position.equals(target);
    }
  }

  /** Draws a ticket for an event about to be written; to be closed in the end. */
  public Ticket expect(String userId, String itemId) {
    Ticket ticket = new Ticket(userId, itemId);
    byUser.compute(
        userId,
        (id, tickets) -> {
          List<Ticket> list = tickets == null ? new CopyOnWriteArrayList<>() : tickets;
          list.add(ticket);
          return list;
        });
    return ticket;
  }

  /** Whether anybody waits for an event of this user: if not, there is no need to decode. */
  boolean awaits(String userId) {
    return byUser.containsKey(userId);
  }

  /** The user's state has come to this position. */
  void userReached(String userId, Position position) {
    for (Ticket ticket : byUser.getOrDefault(userId, List.of())) {
      synchronized (ticket) {
        ticket.user = position;
      }
      ticket.check();
    }
  }

  /**
   * The user's item has come to this position.
   *
   * @param holds event time of the rating that holds, epoch milliseconds
   */
  void itemReached(String userId, String itemId, Position position, long holds) {
    for (Ticket ticket : byUser.getOrDefault(userId, List.of())) {
      if (ticket.itemId.equals(itemId)) {
        synchronized (ticket) {
          ticket.item = position;
          ticket.holds = holds;
        }
        ticket.check();
      }
    }
  }

  /** The event at this position was refused. */
  void rejected(Position position, String reason) {
    synchronized (rejects) {
      rejects.put(position, reason);
    }
    for (List<Ticket> tickets : byUser.values()) {
      for (Ticket ticket : tickets) {
        if (ticket.isAt(position)) {
          ticket.outcome.complete(new Fate.Rejected(reason));
        }
      }
    }
  }

  /** Tickets out: for metrics and tests. */
  public int waiting() {
    return byUser.values().stream().mapToInt(List::size).sum();
  }
}
