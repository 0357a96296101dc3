package io.millrace.recommend.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.state.Position;
import io.millrace.schemas.RatingEvent;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event.
 *
 * @param sent the event
 * @param position where it lies in {@code ratings.v1}
 * @param state how far it is known to have come
 * @param rejection the reason, where it was rejected
 */
public record EventOutcome(
    StampedEvent sent, Position position, State state, @Nullable String rejection) {
  /** How far an event is known to have come. */
  public enum State {
    /** On the topic; nobody waited for more. */
    ACCEPTED,
    /** In the live state. */
    APPLIED,
    /** The live state has it, and it changed nothing: a rating with a later time holds. */
    SUPERSEDED,
    /** Not in the live state within the time allowed. */
    PENDING,
    /** Refused by the stream. */
    REJECTED
  }

  /** Whether the live state has it. */
  public boolean isApplied() {
    return state == State.APPLIED || state == State.SUPERSEDED;
  }

  /** As the API answers it. */
  public ObjectNode json() {
    RatingEvent event = sent.event();
    ObjectNode node =
        Json.object()
            .put("userId", event.getUserId())
            .put("itemId", event.getItemId())
            .put("rating", event.getRating())
            .put("timestamp", event.getTimestamp())
            .put("stamped", sent.stamped())
            .put("eventId", event.getEventId())
            .put("partition", position.partition())
            .put("offset", position.offset());
    if (state != State.ACCEPTED) {
      node.put("applied", isApplied());
    }
    if (isApplied()) {
      node.put("superseded", state == State.SUPERSEDED);
    }
    if (rejection != null) {
      node.put("rejection", rejection);
    }
    return node;
  }
}
