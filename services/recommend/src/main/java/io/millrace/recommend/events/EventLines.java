package io.millrace.recommend.events;

import io.millrace.recommend.bulk.LineFormat;
import io.millrace.recommend.bulk.LineOutcome;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import java.util.concurrent.CompletionStage;

/** One rating a line. Thread-safe. */
record EventLines(EventRequest events, EventIntake intake) implements LineFormat<StampedEvent> {
  @Override
  public StampedEvent read(Fields fields, Faults faults) {
    return events.read(fields, faults);
  }

  @Override
  public CompletionStage<LineOutcome> write(StampedEvent event, boolean wait) {
    return intake.submit(event, wait).thenApply(EventLines::outcome);
  }

  private static LineOutcome outcome(EventOutcome outcome) {
    return switch (outcome.state()) {
      case ACCEPTED, PENDING -> LineOutcome.WRITTEN;
      case APPLIED, SUPERSEDED -> new LineOutcome(true, null);
      case REJECTED -> new LineOutcome(false, outcome.rejection());
    };
  }
}
