package io.millrace.recommend.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.EventValidation;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.RequestFault;
import io.millrace.schemas.RatingEvent;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"userId","itemId","rating","timestamp"?,"eventId"?}}; an event without a timestamp
 * is stamped with the event clock, once that is known. Thread-safe.
 */
public final class EventRequest {
  private static final int MAX_EVENT_ID = 256;

  private final EventValidation validation;
  private final LongSupplier eventClock;
  private final BooleanSupplier clockKnown;

  /**
   * Reads with these rules.
   *
   * @param eventClock event time now
   * @param clockKnown whether the events there were at start have been read: before, the event
   *     clock stands at the wall clock, which may be decades ahead
   */
  public EventRequest(
      EventValidation validation, LongSupplier eventClock, BooleanSupplier clockKnown) {
    this.validation = validation;
    this.eventClock = eventClock;
    this.clockKnown = clockKnown;
  }

  /**
   * Reads one event, noting faults.
   *
   * @param path how faults name it
   * @throws RequestFault if nothing is wrong with an event that wants a stamp, and the event clock
   *     is not known yet
   */
  public StampedEvent read(JsonNode node, String path, Faults faults) {
    return read(Fields.of(node, path, faults), faults);
  }

  /** The same, of an object's fields. */
  StampedEvent read(Fields fields, Faults faults) {
    String userId = fields.id("userId");
    String itemId = fields.id("itemId");
    double rating = rating(fields, faults);
    @Nullable Long timestamp = timestamp(fields, faults);
    @Nullable String eventId = fields.text("eventId", MAX_EVENT_ID);
    fields.done();
    boolean stamped = timestamp == null;
    if (stamped && faults.isEmpty()) {
      requireClock(fields.at("timestamp"));
    }
    long time = timestamp == null ? eventClock.getAsLong() : timestamp;
    return new StampedEvent(new RatingEvent(userId, itemId, rating, time, eventId), stamped);
  }

  /** Stars by the very rule of the stream; a value that is no number has its fault already. */
  private double rating(Fields fields, Faults faults) {
    @Nullable Double rating = fields.number("rating");
    if (rating == null) {
      return 0;
    }
    note(validation.ratingFault(rating), fields, faults);
    return rating;
  }

  private @Nullable Long timestamp(Fields fields, Faults faults) {
    @Nullable Long timestamp = fields.time("timestamp");
    if (timestamp != null) {
      note(validation.timestampFault(timestamp), fields, faults);
    }
    return timestamp;
  }

  private void requireClock(String field) {
    if (!clockKnown.getAsBoolean()) {
      throw new RequestFault(
          ErrorCode.LOADING,
          new Fault(field, "must be given until the ratings there are have been read", "absent"),
          "give one, or try later (see /health/ready)");
    }
  }

  private static void note(@Nullable EventFault fault, Fields fields, Faults faults) {
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
