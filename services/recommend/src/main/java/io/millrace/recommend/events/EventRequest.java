package io.millrace.recommend.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.EventValidation;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.schemas.RatingEvent;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"userId","itemId","rating","timestamp"?,"eventId"?}}; an event without a timestamp
 * is stamped with the event clock. Thread-safe.
 */
public final class EventRequest {
  private static final int MAX_EVENT_ID = 256;

  private final EventValidation validation;
  private final LongSupplier eventClock;

  /**
   * Reads with these rules.
   *
   * @param eventClock event time now
   */
  public EventRequest(EventValidation validation, LongSupplier eventClock) {
    this.validation = validation;
    this.eventClock = eventClock;
  }

  /**
   * Reads one event, noting faults.
   *
   * @param path how faults name it
   */
  public StampedEvent read(JsonNode node, String path, Faults faults) {
    Fields fields = Fields.of(node, path, faults);
    String userId = fields.id("userId");
    String itemId = fields.id("itemId");
    double rating = fields.number("rating");
    Long timestamp = fields.time("timestamp");
    @Nullable String eventId = fields.text("eventId", MAX_EVENT_ID);
    fields.done();
    boolean stamped = timestamp == null;
    long time = timestamp == null ? eventClock.getAsLong() : timestamp;
    RatingEvent event = new RatingEvent(userId, itemId, rating, time, eventId);
    if (faults.isEmpty()) {
      check(event, fields, faults);
    }
    return new StampedEvent(event, stamped);
  }

  /** The very rules of the stream; ids are checked already. */
  private void check(RatingEvent event, Fields fields, Faults faults) {
    EventFault fault = validation.fault(event);
    if (fault == null) {
      return;
    }
    String reason = fault.reason();
    int colon = reason.indexOf(": ");
    String field = colon < 0 ? "event" : reason.substring(0, colon);
    String rule = reason.substring(colon < 0 ? 0 : colon + 2);
    int was = rule.lastIndexOf(", was ");
    faults.invalid(
        fields.at(field),
        was < 0 ? rule : rule.substring(0, was),
        was < 0 ? "" : rule.substring(was + 6));
  }
}
