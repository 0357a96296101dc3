package io.millrace.recommend.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.recommend.http.LatencyBuckets;
import io.millrace.recommend.state.AppliedEvents;
import io.millrace.recommend.state.AppliedEvents.Fate;
import io.millrace.recommend.state.Position;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends ratings to the log and, where asked, waits until the live state has them. Also measures how
 * long that takes, asked or not. Thread-safe; never blocks.
 */
public final class EventIntake {
  /** Beyond so many events under way, those nobody waits for go unmeasured. */
  private static final int MEASURED_AT_ONCE = 256;

  private static final Duration MEASURED_FOR = Duration.ofSeconds(30);

  private final TopicLog log;
  private final AppliedEvents applied;
  private final Duration timeout;
  private final InstantSource wallClock;
  private final Timer freshness;
  private final ItemFreshness itemFreshness;
  private final Tracing tracing;

  /**
   * An intake.
   *
   * @param itemFreshness measures when others' answers can know an event
   * @param timeout longest wait for an event to be applied
   */
  public EventIntake(
      TopicLog log,
      AppliedEvents applied,
      ItemFreshness itemFreshness,
      Duration timeout,
      InstantSource wallClock,
      MeterRegistry meters,
      Tracing tracing) {
    this.tracing = tracing;
    this.log = log;
    this.applied = applied;
    this.itemFreshness = itemFreshness;
    this.timeout = timeout;
    this.wallClock = wallClock;
    this.freshness =
        Timer.builder("millrace.recommend.freshness")
            .description("From an event's arrival to its effect on answers")
            .serviceLevelObjectives(LatencyBuckets.bounds())
            .register(meters);
  }

  /**
   * Sends events in order.
   *
   * @param wait whether to wait until the live state has them
   * @return one outcome per event; fails with a {@link io.millrace.recommend.http.RequestFault} if
   *     one could not be written (those before it may have been; to send all again does no harm)
   */
  public CompletableFuture<List<EventOutcome>> submit(List<StampedEvent> events, boolean wait) {
    List<CompletableFuture<EventOutcome>> outcomes =
        events.stream().map(event -> submit(event, wait)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  /** Sends one event, after those sent before; its trace lasts until what was asked for is so. */
  CompletableFuture<EventOutcome> submit(StampedEvent event, boolean wait) {
    Span span = tracing.begin("event.accept", SpanKind.PRODUCER);
    if (!span.isRecording()) {
      return send(event, wait);
    }
    span.setAttribute("millrace.wait", wait ? "applied" : "accepted");
    try (Scope _ = span.makeCurrent()) {
      return send(event, wait).whenComplete((outcome, failure) -> end(span, outcome, failure));
    }
  }

  private static void end(Span span, @Nullable EventOutcome outcome, @Nullable Throwable failure) {
    if (outcome != null) {
      span.setAttribute("millrace.outcome", outcome.state().name());
    }
    if (failure != null) {
      Tracing.failed(span, failure);
    }
    span.end();
  }

  private CompletableFuture<EventOutcome> send(StampedEvent event, boolean wait) {
    if (!wait && applied.waiting() >= MEASURED_AT_ONCE) {
      return append(event).thenApply(at -> accepted(event, at));
    }
    long start = System.nanoTime();
    AppliedEvents.Ticket ticket =
        applied.expect(event.event().getUserId(), event.event().getItemId());
    CompletableFuture<Void> counted = itemFreshness.follow(event.event(), start);
    CompletableFuture<Position> placed = append(event);
    CompletableFuture<EventOutcome> reached =
        placed.thenCompose(at -> reached(event, ticket, at, start, wait ? timeout : MEASURED_FOR));
    var _ =
        reached.whenComplete(
            (outcome, failure) -> {
              ticket.close();
              if (failure != null || outcome.state() == EventOutcome.State.REJECTED) {
                counted.cancel(false);
              }
            });
    return wait ? reached : placed.thenApply(at -> accepted(event, at));
  }

  private CompletableFuture<EventOutcome> reached(
      StampedEvent event, AppliedEvents.Ticket ticket, Position at, long start, Duration longest) {
    ticket.placed(at);
    return ticket
        .outcome()
        .thenApply(fate -> settled(event, at, fate, start))
        .completeOnTimeout(
            new EventOutcome(event, at, EventOutcome.State.PENDING, null),
            longest.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private EventOutcome settled(StampedEvent event, Position at, Fate fate, long start) {
    return switch (fate) {
      case Fate.Rejected(String reason) ->
          new EventOutcome(event, at, EventOutcome.State.REJECTED, reason);
      case Fate.Applied(long holds) -> {
        freshness.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        boolean superseded = holds > event.event().getTimestamp();
        yield new EventOutcome(
            event,
            at,
            superseded ? EventOutcome.State.SUPERSEDED : EventOutcome.State.APPLIED,
            null);
      }
    };
  }

  private static EventOutcome accepted(StampedEvent event, Position at) {
    return new EventOutcome(event, at, EventOutcome.State.ACCEPTED, null);
  }

  /** The record is stamped with the event's time, but never ahead of the wall clock. */
  private CompletableFuture<Position> append(StampedEvent stamped) {
    RatingEvent event = stamped.event();
    long time = Math.clamp(event.getTimestamp(), 0, Math.max(0, wallClock.millis()));
    return log.append(Topics.RATINGS, event.getUserId(), event, time).toCompletableFuture();
  }
}
