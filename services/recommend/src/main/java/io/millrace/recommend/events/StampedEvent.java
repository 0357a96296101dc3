package io.millrace.recommend.events;

import io.millrace.schemas.RatingEvent;

/**
 * An event as it goes to the log.
 *
 * @param event with its time
 * @param stamped whether the time is the event clock's, the request having none
 */
public record StampedEvent(RatingEvent event, boolean stamped) {}
