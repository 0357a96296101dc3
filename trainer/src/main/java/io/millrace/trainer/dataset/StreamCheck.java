package io.millrace.trainer.dataset;

import io.millrace.data.Rating;
import io.millrace.model.feature.EventValidation;
import io.millrace.schemas.RatingEvent;
import java.time.InstantSource;

/** Whether a data set's rating would be accepted from the stream. Thread-safe. */
public final class StreamCheck {
  private final EventValidation validation = new EventValidation(InstantSource.system());

  /** Whether it would. */
  public boolean accepts(Rating rating) {
    return validation.fault(
            new RatingEvent(
                rating.userId(), rating.itemId(), rating.rating(), rating.timestamp(), null))
        == null;
  }
}
